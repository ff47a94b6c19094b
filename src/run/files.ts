/**
 * From what was read to finished files and the manifest's entries. The last scan happens here:
 * no byte of evidence is handed on before it was held against every secret of the run.
 */
import type { Manifest, ResourceEntry } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { Artifact } from '../evidence/artifact.ts';
import { contradictions } from '../evidence/contradictions.ts';
import type { DriftLine } from '../evidence/drift.ts';
import { crossChecks, type Doubt } from '../evidence/plausibility.ts';
import { RedactionTally } from '../evidence/redact.ts';
import { withholdFound } from '../evidence/scan.ts';
import type { LineSpool } from '../segment/collect.ts';
import { artifactPath, COLLECTION_LOG_PATH } from '../store/layout.ts';
import type { Comparison } from './comparison.ts';
import { type ConfigurationFile, configurationFile } from './configuration-file.ts';
import type { RunDeps } from './deps.ts';
import { withVisibility } from './earlier-visibility.ts';
import { type EntryContext, entryOf, unaskedEntry } from './entries.ts';
import { finishSpool, type Scanning, type Spooled } from './finished-spool.ts';
import { inputFiles } from './input-files.ts';
import { type KeptFiles, withKnown } from './known.ts';
import type { RunReading } from './reading.ts';
import { redactionsFile } from './redactions-file.ts';
import { classifyRefusals } from './refusals.ts';

export interface FinishedFiles {
  readonly artifacts: readonly Artifact[];
  readonly entries: readonly ResourceEntry[];
  /** By resource: where its records differ from their schema, and by how many places. */
  readonly drift: ReadonlyMap<string, readonly DriftLine[]>;
  /** Names of resources whose feature is declared off and that answer with records all the same. */
  readonly answeringThoughOff: readonly string[];
  /** Places withheld. */
  readonly redactions: number;
  readonly configuration: ConfigurationFile;
  /** Files of the company's own; undefined where none is named. */
  readonly inputs: Manifest['inputs'];
  /** The workspace as it may be named: held against the run's secrets like everything else. */
  readonly workspace: RunReading['workspace'];
  /** Frees what the files were made from. They cannot be opened afterwards. */
  close(): Promise<void>;
}

/** What the run set out to read, and what came of it before. */
export interface AskedFor {
  readonly selected: readonly ResourceDefinition[];
  readonly comparison: Comparison;
  readonly isTrial: boolean;
}

/** Returns the finished files of a run, and an entry for each definition in its order. */
export async function finishFiles(
  deps: RunDeps,
  reading: RunReading,
  asked: AskedFor,
): Promise<FinishedFiles> {
  const spools: LineSpool[] = [];
  try {
    return await makeFiles(deps, reading, asked, spools);
  } catch (error) {
    const unfinished = [...reading.collected.map(({ spool }) => spool), reading.log.spool, ...spools];
    await Promise.all(unfinished.map((spool) => spool.close()));
    throw error;
  }
}

async function makeFiles(
  deps: RunDeps,
  reading: RunReading,
  asked: AskedFor,
  spools: LineSpool[],
): Promise<FinishedFiles> {
  const context = contextOf(reading, asked);
  const { fingerprints, newSpool } = deps;
  const scanning: Scanning = { fingerprints, secrets: reading.secrets, newSpool };
  const resources = await finishResources(reading, context, scanning, spools);
  const artifacts = [...resources.artifacts.values()];
  const logTally = new RedactionTally('collection-log');
  const log: Spooled = { path: COLLECTION_LOG_PATH, kind: 'log', spool: reading.log.spool, tally: logTally };
  artifacts.push((await finishSpool(log, scanning, spools)).artifact);

  const configuration = configurationFile(deps.configuration, scanning);
  artifacts.push(configuration.artifact);

  const inputs = await inputFiles(deps, resources.artifacts.get('users'), scanning, spools);
  artifacts.push(...inputs.artifacts);

  const manifestTally = new RedactionTally('evidence-manifest');
  const workspace = scanWorkspace(reading.workspace, scanning, manifestTally);
  const tallies = [...reading.collected.map(({ tally }) => tally), logTally, manifestTally];
  const redactions = [
    ...configuration.redactions,
    ...inputs.redactions,
    ...tallies.flatMap((tally) => tally.lines()),
  ];
  artifacts.push(await redactionsFile(redactions, scanning, spools));
  return {
    artifacts,
    entries: await entriesOf(deps, resources, context),
    drift: driftOf(reading),
    answeringThoughOff: reading.collected
      .filter(({ facts }) => facts.declaredOff?.hasRecords === true)
      .map(({ definition }) => definition.name),
    redactions: redactions.reduce((sum, line) => sum + line.count, 0),
    configuration,
    inputs: inputs.entries,
    workspace,
    close: async () => {
      await Promise.all(spools.map((spool) => spool.close()));
    },
  };
}

function contextOf(reading: RunReading, asked: AskedFor): EntryContext & AskedFor {
  const { baseline, visibleBefore } = asked.comparison;
  const seen = withVisibility(crossChecks(reading.collected, baseline), reading.collected, visibleBefore);
  const crossChecked = together(seen, contradictions(reading.collected, reading.windows));
  return { ...asked, reading, crossChecked };
}

/** When all is read: only then is known of every name whether it is someone's secret. */
function driftOf({ collected, secrets }: RunReading): FinishedFiles['drift'] {
  return new Map(
    collected.map(({ definition, drift }) => [
      definition.name,
      drift.lines(
        (pointer) => secrets.isIn(pointer),
        (name) => secrets.isPerson(name),
      ),
    ]),
  );
}

type Doubts = ReadonlyMap<string, readonly Doubt[]>;

/** The doubts of both about each resource, the first one's first. */
function together(first: Doubts, second: Doubts): Doubts {
  const names = [...first.keys(), ...second.keys()];
  return new Map(names.map((name) => [name, [...(first.get(name) ?? []), ...(second.get(name) ?? [])]]));
}

/** An entry for each definition, in its order. What a refusal means shows only when all is read. */
async function entriesOf(
  { definitions, config }: RunDeps,
  { entries: finished, ...kept }: FinishedResources,
  context: EntryContext & AskedFor,
): Promise<readonly ResourceEntry[]> {
  const { reading, comparison } = context;
  const entries = definitions.map(
    (definition) => finished.get(definition.name) ?? unaskedEntry(definition, context),
  );
  const judged = await classifyRefusals(entries, reading.token, { definitions, config, ...comparison });
  return withKnown(judged, { ...kept, collected: reading.collected });
}

/** By resource. */
interface FinishedResources extends Omit<KeptFiles, 'collected'> {
  readonly entries: ReadonlyMap<string, ResourceEntry>;
}

async function finishResources(
  reading: RunReading,
  context: EntryContext,
  scanning: Scanning,
  spools: LineSpool[],
): Promise<FinishedResources> {
  const artifacts = new Map<string, Artifact>();
  const entries = new Map<string, ResourceEntry>();
  const mended = new Set<string>();
  for (const resource of reading.collected) {
    const { definition, spool, tally } = resource;
    const records: Spooled = { path: artifactPath(definition.name), kind: 'records', spool, tally };
    const { artifact, counts } = await finishSpool(records, scanning, spools);
    const entry = entryOf(resource, counts, context);
    if (entry.path !== undefined) artifacts.set(definition.name, artifact);
    if (counts.withheldWhole !== undefined) mended.add(definition.name);
    entries.set(definition.name, entry);
  }
  return { artifacts, entries, mended };
}

function scanWorkspace(
  workspace: RunReading['workspace'],
  { fingerprints, secrets }: Scanning,
  tally: RedactionTally,
): RunReading['workspace'] {
  if (workspace === undefined) return undefined;
  const { id, ...named } = workspace;
  const scanned = withholdFound(named, '/workspace', { fingerprints, secrets, tally });
  // The id stays: it is what every later run compares with.
  return { id, ...(scanned as typeof named) };
}
