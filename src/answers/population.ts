/** A population at an instant: its rows with names resolved, and what they rest on. */
import { EXIT, UnverifiedError } from '../errors.ts';
import type { History, Run } from '../verify/read-history.ts';
import { type Answer, standingOf } from './answer.ts';
import { type AsOf, runAsOf } from './as-of.ts';
import { type Certificate, certificateOf, isReadable, isWhole } from './certificate.ts';
import type { Reader, View, ViewRow } from './views/view.ts';

export const POPULATION_SCHEMA = 'segment-evidence/population/v1';

export interface PopulationRequest {
  readonly view: View;
  /** ISO 8601 in UTC; default: the newest run. */
  readonly at?: string | undefined;
}

/**
 * Returns a population. All bytes that it rests on are verified before the first row.
 * @throws UnverifiedError NO_EVIDENCE where no run at or before the instant has it; NOT_VERIFIED when bytes are not those that were signed
 * @throws StoreError READ_FAILED
 */
export async function population(
  history: History,
  { view, at }: PopulationRequest,
): Promise<Answer<ViewRow>> {
  const [{ resource }] = view.inputs;
  const found = runAsOf(history, resource, at);
  if (found === undefined) throw nothingOf(history, view, at);
  const { run } = found;
  const certificates = view.inputs.map((input) => certificateOf(run, input.resource));
  const gaps = [...found.gaps, ...gapsOf(view, certificates)];
  const rows = await view.prepare(readerOf(run));
  let total = 0;
  for await (const _ of rows()) total += 1;
  const snapshot = nameOf(run);
  const first = certificates[0];
  return {
    question: view.question,
    standing: standingOf(completeWords(view, total, found), gaps),
    cover: coverOf(history, found, at, certificates),
    exitCode: gaps.length === 0 ? EXIT.done : EXIT.incomplete,
    table: { name: view.name, columns: view.columns, rows },
    head: {
      schema: POPULATION_SCHEMA,
      resource: view.name,
      at: at ?? run.manifest.run.startedAt,
      connection: history.connection,
      snapshot,
      ...(found.later === undefined ? {} : { later: nameOf(found.later) }),
      outcome: first?.outcome,
      ...(first?.reason === undefined ? {} : { reason: first.reason }),
      gaps,
      certificate: certificates,
      total,
    },
    rowsKey: 'rows',
    asOf: run.manifest.run.startedAt,
  };
}

/** How a snapshot is named in an answer: place, folder and the digest of its `evidence-manifest.json`. */
export interface SnapshotName {
  readonly chain: number;
  readonly seq: number;
  readonly snapshotPath: string;
  readonly sha256: string;
  readonly startedAt: string;
}

export function nameOf({ manifest, manifestSha256 }: Run): SnapshotName {
  const { chain, snapshotPath, run } = manifest;
  const { number, seq } = chain;
  return { chain: number, seq, snapshotPath, sha256: manifestSha256, startedAt: run.startedAt };
}

function readerOf(run: Run): Reader {
  return {
    records: async function* (resource) {
      if (isReadable(run, resource)) yield* run.records(resource);
    },
  };
}

/** Names that could not be resolved leave ids: the rows are whole all the same, and the cover says it. */
function gapsOf({ inputs }: View, certificates: readonly Certificate[]): readonly string[] {
  return inputs.flatMap(({ gives }, index) => {
    const certificate = certificates[index];
    if (gives === 'names' || certificate === undefined || isWhole(certificate)) return [];
    const { resource, outcome, reason, failedRules = [] } = certificate;
    const why = reason === undefined ? outcome : `${outcome} (${reason})`;
    return [[`${resource}: ${why}`, ...failedRules].join(', ')];
  });
}

function completeWords({ name }: View, total: number, { run }: AsOf): string {
  const { connection, chain } = run.manifest;
  return `all ${total} rows of ${name} of ${connection} as of ${run.manifest.run.startedAt}, record ${chain.seq}`;
}

function coverOf(
  { connection, notes }: History,
  { run }: AsOf,
  at: string | undefined,
  certificates: readonly Certificate[],
): Answer['cover'] {
  const { manifest, manifestSha256 } = run;
  const { workspace, origin, chain, snapshotPath } = manifest;
  const from =
    origin.kind === 'segment' ? origin.host : `${origin.host}, not Segment itself (${origin.kind})`;
  return [
    ['Connection', connection],
    [
      'Workspace',
      workspace === null ? 'not known' : `${workspace.name} (${workspace.slug}), ${workspace.id}`,
    ],
    ['Read from', from],
    ['Asked for', at ?? 'the newest run'],
    ['Read at', `${manifest.run.startedAt} to ${manifest.run.endedAt}`],
    ['Record', `${chain.seq} of chain ${chain.number}, log ${chain.logId}`],
    ['Snapshot', snapshotPath],
    ['Digest', `evidence-manifest.json is sha256:${manifestSha256}`],
    ...certificates.map(({ words }) => ['Certificate', words] as const),
    ...notes.map(({ message }) => ['Note', message] as const),
  ];
}

function nothingOf({ connection, runs }: History, { name }: View, at: string | undefined): UnverifiedError {
  const first = runs[0]?.manifest.run.startedAt;
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `population: ${name} of ${connection}: expected a snapshot that has it${at === undefined ? '' : ` at or before ${at}`}, got none`,
    hint: `The first run of this connection started at ${first}; status --from --to shows what each run read.`,
    exitCode: EXIT.cannotJudge,
  });
}
