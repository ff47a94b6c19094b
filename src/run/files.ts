/**
 * From what was read to finished files and the manifest's entries. The last scan happens here:
 * no byte of evidence is handed on before it was held against every secret of the run.
 */
import type { RedactionLine } from '../../schemas/lines.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import { hasRecords } from '../../schemas/outcome.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import {
  type Artifact,
  finishLines,
  type KeyedLine,
  type LineCounts,
  scanRecordLine,
} from '../evidence/artifact.ts';
import { canonical } from '../evidence/canonical.ts';
import { type Conclusion, concludeReading } from '../evidence/completeness.ts';
import type { Fingerprinter } from '../evidence/fingerprint.ts';
import { RedactionTally } from '../evidence/redact.ts';
import { withholdFound } from '../evidence/scan.ts';
import type { SecretSet } from '../evidence/secret-set.ts';
import type { CollectedResource, LineSpool } from '../segment/collect.ts';
import { artifactPath, COLLECTION_LOG_PATH, REDACTIONS_PATH } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';
import type { RunReading } from './reading.ts';

export interface FinishedFiles {
  readonly artifacts: readonly Artifact[];
  readonly entries: readonly ResourceEntry[];
  /** Names of resources with fields that their schema does not know. */
  readonly drifted: readonly string[];
  /** Places withheld. */
  readonly redactions: number;
  /** The workspace as it may be named: held against the run's secrets like everything else. */
  readonly workspace: RunReading['workspace'];
  /** Frees what the files were made from. They cannot be opened afterwards. */
  close(): Promise<void>;
}

interface Scanning {
  readonly fingerprints: Fingerprinter;
  readonly secrets: SecretSet;
  readonly newSpool: () => LineSpool;
}

/** Returns the finished files of a run, and an entry for each definition in its order. */
export async function finishFiles(
  deps: RunDeps,
  reading: RunReading,
  selected: readonly ResourceDefinition[],
): Promise<FinishedFiles> {
  const scanning: Scanning = {
    fingerprints: deps.fingerprints,
    secrets: reading.secrets,
    newSpool: deps.newSpool,
  };
  const spools: LineSpool[] = [];
  const artifacts: Artifact[] = [];
  const finished = new Map<string, ResourceEntry>();
  for (const resource of reading.collected) {
    const spool = await scanSpool(resource.spool, scanning, resource.tally);
    spools.push(spool);
    const { artifact, counts } = await finishLines(artifactPath(resource.definition.name), () =>
      spool.sorted(),
    );
    const entry = toEntry(resource, counts, reading);
    if (entry.path !== undefined) artifacts.push(artifact);
    finished.set(resource.definition.name, entry);
  }
  const logTally = new RedactionTally('collection-log');
  const log = await scanSpool(reading.log.spool, scanning, logTally);
  spools.push(log);
  artifacts.push((await finishLines(COLLECTION_LOG_PATH, () => log.sorted(), 'log')).artifact);

  const manifestTally = new RedactionTally('evidence-manifest');
  const workspace = scanWorkspace(reading.workspace, scanning, manifestTally);
  const tallies = [...reading.collected.map(({ tally }) => tally), logTally, manifestTally];
  const redactions = tallies.flatMap((tally) => tally.lines());
  artifacts.push(await redactionsFile(redactions, scanning, spools));
  return {
    artifacts,
    entries: deps.definitions.map(
      (definition) => finished.get(definition.name) ?? unasked(definition, selected, reading),
    ),
    drifted: reading.collected.filter((r) => r.recordsWithUnknownFields > 0).map((r) => r.definition.name),
    redactions: redactions.reduce((sum, line) => sum + line.count, 0),
    workspace,
    close: async () => {
      await Promise.all(spools.map((spool) => spool.close()));
    },
  };
}

/** Returns the spool itself when it is clean; else another one, in order again, since an id may change. */
async function scanSpool(spool: LineSpool, scanning: Scanning, tally: RedactionTally): Promise<LineSpool> {
  const isClean = async () => {
    for await (const { line } of spool.sorted()) if (scanning.secrets.isIn(line)) return false;
    return true;
  };
  if (await isClean()) return spool;
  const mended = scanning.newSpool();
  for await (const keyed of spool.sorted()) {
    await mended.add(scanLine(keyed, { ...scanning, tally }));
  }
  await spool.close();
  return mended;
}

function scanLine(keyed: KeyedLine, context: Parameters<typeof scanRecordLine>[1]): KeyedLine {
  const scanned = scanRecordLine(keyed, context);
  // Lines of the log are sorted by their instant, which no scan changes.
  return scanned.key === '' ? { ...scanned, key: keyed.key } : scanned;
}

async function redactionsFile(
  redactions: readonly RedactionLine[],
  scanning: Scanning,
  spools: LineSpool[],
): Promise<Artifact> {
  const spool = scanning.newSpool();
  spools.push(spool);
  const places = new Map<string, RedactionLine>();
  for (const redaction of redactions) {
    // A field's name may be a secret too; its place is then said without it.
    const pointer = scanning.secrets.isIn(redaction.pointer) ? '/*' : redaction.pointer;
    const place = canonical({ ...redaction, pointer, count: 0 });
    const count = redaction.count + (places.get(place)?.count ?? 0);
    places.set(place, { ...redaction, pointer, count });
  }
  for (const redaction of places.values()) {
    const line = canonical(redaction);
    await spool.add({ key: line, line });
  }
  return (await finishLines(REDACTIONS_PATH, () => spool.sorted())).artifact;
}

function scanWorkspace(
  workspace: RunReading['workspace'],
  { fingerprints, secrets }: Scanning,
  tally: RedactionTally,
): RunReading['workspace'] {
  if (workspace === undefined) return undefined;
  return withholdFound(workspace, '/workspace', { fingerprints, secrets, tally }) as NonNullable<
    RunReading['workspace']
  >;
}

function toEntry(resource: CollectedResource, counts: LineCounts, reading: RunReading): ResourceEntry {
  const { definition, facts } = resource;
  const conclusion = concludeReading(facts, counts, definition);
  const { outcome, reason, completeness } = mindToken(conclusion, reading);
  // Partial without a record: something is wrong, and an empty file would look like an answer.
  const hasFile = outcome === 'complete' || (outcome === 'partial' && counts.records > 0);
  const requests =
    reading.log.requestsOf(definition.operationId) +
    reading.log.requestsOf(definition.detail?.operationId ?? '');
  return {
    name: definition.name,
    schemaVersion: definition.schemaVersion,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    ...(resource.httpStatus === undefined ? {} : { httpStatus: resource.httpStatus }),
    records: hasFile ? counts.records : null,
    pages: facts.pages,
    requests,
    ...(facts.lastTotal === undefined ? {} : { reportedTotal: facts.lastTotal }),
    ...(hasRecords(outcome) && counts.repeats > 0 ? { repeats: counts.repeats } : {}),
    ...(facts.parents === undefined
      ? {}
      : { parents: { total: facts.parents.total, read: facts.parents.read } }),
    ...(completeness === undefined ? {} : { completeness }),
    startedAt: resource.startedAt,
    endedAt: resource.endedAt,
    ...(hasFile ? { path: artifactPath(definition.name) } : {}),
  };
}

/** Once the token is known to have stopped working, no refusal of this run says anything about rights. */
function mindToken(conclusion: Conclusion, { token }: RunReading): Conclusion {
  const isRefused = token === 'refused' || token === 'wrong-region';
  return isRefused && conclusion.outcome === 'denied' ? { ...conclusion, reason: 'token' } : conclusion;
}

function unasked(
  definition: ResourceDefinition,
  selected: readonly ResourceDefinition[],
  reading: RunReading,
): ResourceEntry {
  const { name, schemaVersion } = definition;
  const base = { name, schemaVersion, records: null, pages: 0 };
  if (!selected.includes(definition)) {
    const reason = definition.isOptIn === true ? 'opt-in' : 'excluded';
    return { ...base, requests: 0, outcome: 'not-collected', reason };
  }
  const { outcome, reason, httpStatus } = reading.gap ?? { outcome: 'unreachable', reason: 'network' };
  return {
    ...base,
    requests: reading.log.requestsOf(definition.operationId),
    outcome,
    reason,
    ...(httpStatus === undefined ? {} : { httpStatus }),
  };
}
