/** A population at an instant: its rows with names resolved, and what they rest on. */

import { EXIT, UnverifiedError } from '../errors.ts';
import { COPY } from '../evidence/read-from.ts';
import { isWhole } from '../evidence/records/whole.ts';
import type { History, Run } from '../verify/read-history.ts';
import { type Answer, standingOf } from './answer.ts';
import { type AsOf, runAsOf } from './as-of.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { briefOf, coverOf } from './population-cover.ts';
import { assertVerified, readerOf } from './reader.ts';
import { recordText } from './record-text.ts';
import { draw, recipeOf, type SampleRequest } from './sample.ts';
import { statementOf } from './statement.ts';
import { type Counted, countRows } from './tallies.ts';
import type { View, ViewRow } from './views/view.ts';

export const POPULATION_SCHEMA = 'segment-evidence/population/v1';

export interface PopulationRequest {
  readonly view: View;
  /** ISO 8601 in UTC; default: the newest run. */
  readonly at?: string | undefined;
  readonly sample?: SampleRequest | undefined;
}

export interface Population extends Answer<ViewRow> {
  /** The same in SQL, for the folder of the snapshot. */
  readonly statement: string;
  readonly snapshot: SnapshotName;
  readonly certificates: readonly Certificate[];
}

/**
 * Returns a population. All bytes that it rests on are verified before the first row.
 * @throws UnverifiedError NO_EVIDENCE where no run at or before the instant has it; NOT_VERIFIED when bytes are not those that were signed
 * @throws StoreError READ_FAILED
 */
export async function population(
  history: History,
  { view, at, sample }: PopulationRequest,
): Promise<Population> {
  const found = chooseRun(history, view, at);
  if (found === undefined) throw nothingOf(history, view, at);
  const { run } = found;
  const certificates = view.inputs.map(({ resource }) => certificateOf(run, resource));
  const reader = readerOf(history, run);
  await assertVerified(
    run,
    view.inputs.map(({ resource }) => resource),
  );
  const prepared = await view.prepare(reader);
  // Who asks for the newest run must hear first that it could not tell.
  const [unread, known] = at === undefined ? [found.notes, []] : [[], found.notes];
  const gaps = [...found.gaps, ...unread, ...inputGaps(view, certificates), ...(prepared.gaps ?? [])];
  const { uncovered = [] } = prepared;
  const notes = [...copyNote(run), ...known, ...(prepared.notes ?? []), ...uncovered.map(notInHere)];
  const counted = await countRows(view, prepared.rows, prepared.total);
  const { total, counts } = counted;
  const drawn = sample === undefined ? undefined : await draw(prepared.rows(), sample);
  const recipe = sample === undefined ? undefined : recipeOf(sample, total);
  const rows = drawn === undefined ? prepared.rows : () => each(drawn);
  const grounds = { history, run, at, certificates, notes, recipe };
  const head = headOf({ history, view, at, found, certificates });
  return {
    question: view.question,
    standing: firstLine({ view, run, counted, drawn: drawn?.length, gaps, uncovered }),
    cover: coverOf(grounds),
    brief: briefOf(grounds, namesOnly(view)),
    exitCode: gaps.length === 0 ? EXIT.done : EXIT.incomplete,
    table: { name: view.name, columns: view.columns, rows },
    statement: statementOf(view, reader, sample),
    snapshot: nameOf(run),
    certificates,
    head: {
      ...head,
      gaps,
      notes,
      certificate: certificates,
      total,
      counts,
      ...(sample === undefined ? {} : { sample: { ...sample, recipe } }),
    },
    rowsKey: 'rows',
    asOf: run.manifest.run.startedAt,
  };
}

/** For whoever reads the document by program: its text says from where it was read. */
const copyNote = ({ manifest: { derived } }: Run) => (derived === undefined ? [] : [`this is ${COPY}`]);

const notInHere = (each: string) => `not in here: ${each}`;

const namesOnly = ({ inputs }: View): ReadonlySet<string> =>
  new Set(inputs.filter(({ gives }) => gives === 'names').map(({ resource }) => resource));

function chooseRun(history: History, view: View, instant: string | undefined): AsOf | undefined {
  const [first, ...besides] = view.inputs
    .filter(({ gives }) => gives !== 'names')
    .map(({ resource }) => resource);
  return runAsOf(history, { resource: first ?? view.inputs[0].resource, besides, instant });
}

interface Asked {
  readonly history: History;
  readonly view: View;
  readonly at: string | undefined;
  readonly found: AsOf;
  readonly certificates: readonly Certificate[];
}

function headOf({ history, view, at, found, certificates: [first] }: Asked): Answer['head'] {
  return {
    schema: POPULATION_SCHEMA,
    resource: view.name,
    at: at ?? found.run.manifest.run.startedAt,
    connection: history.connection,
    snapshot: nameOf(found.run),
    ...(found.later === undefined ? {} : { later: nameOf(found.later) }),
    outcome: first?.outcome,
    ...(first?.reason === undefined ? {} : { reason: first.reason }),
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

async function* each<Row>(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}

/**
 * Names that could not be resolved leave ids, and cells that nobody wanted to know are empty: the rows are whole all the
 * same, and the cover says it.
 */
export function inputGaps({ inputs }: View, certificates: readonly Certificate[]): readonly string[] {
  return inputs.flatMap(({ gives }, index) => {
    const certificate = certificates[index];
    if (gives === 'names' || certificate === undefined || isWhole(certificate)) return [];
    const { resource, outcome, reason, failedRules = [] } = certificate;
    if (gives === 'cells' && outcome === 'not-collected') return [];
    const why = reason === undefined ? outcome : `${outcome} (${reason})`;
    return [[`${resource}: ${why}`, ...failedRules].join(', ')];
  });
}

interface FirstLine {
  readonly view: View;
  readonly run: Run;
  readonly counted: Counted;
  /** How many a sample has. */
  readonly drawn: number | undefined;
  readonly gaps: readonly string[];
  readonly uncovered: readonly string[];
}

function firstLine({ view, run, counted, drawn, gaps, uncovered }: FirstLine): string {
  const standing = standingOf(completeWords(view, counted.total, run, drawn), gaps);
  const not = uncovered.length === 0 ? '' : `; not in here: ${uncovered.join('; ')}`;
  return standing + countedWords(view, counted, drawn, gaps) + windowWords(view, run) + not;
}

function completeWords({ noun }: View, total: number, { manifest }: Run, drawn: number | undefined): string {
  const [one, many] = noun;
  const of = drawn === undefined ? '' : `a sample of ${drawn} of `;
  const all =
    total === 0
      ? `no ${many}: none was listed in`
      : total === 1
        ? `the one ${one} of`
        : `all ${total} ${many} of`;
  return `${of}${all} ${manifest.connection} as of ${manifest.run.startedAt}, ${recordText(manifest.chain)}`;
}

/** What the question asks the number of; where something is missing, of what was read; never of a sample alone. */
function countedWords(
  { noun: [one, many] }: View,
  { total, words }: Counted,
  drawn: number | undefined,
  gaps: readonly string[],
): string {
  const read = `the ${total} ${total === 1 ? one : many} that were read`;
  if (drawn !== undefined) {
    const sample = gaps.length === 0 ? '' : `; a sample of ${drawn} of ${read}`;
    return words === '' ? sample : `${sample}; of all ${total}: ${words}`;
  }
  if (words === '') return '';
  return gaps.length === 0 ? `: ${words}` : `; of ${read}: ${words}`;
}

/** What is read by time is of its window alone: the runs before have read the rest. */
function windowWords({ inputs: [{ resource }] }: View, run: Run): string {
  const window = run.entry(resource)?.window;
  if (window === undefined) return '';
  return `; of ${window.from} to ${window.wholeTo} alone, the time that this run asked about`;
}

function nothingOf({ connection, runs }: History, { name }: View, at: string | undefined): UnverifiedError {
  const first = [...runs].map(({ manifest }) => manifest.run.startedAt).sort()[0];
  const isGone = runs.some(({ isExpired }) => isExpired);
  const gone = isGone ? ' Files of older runs are gone, since their retention has ended.' : '';
  return new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `population: ${name} of ${connection}: expected a snapshot that has it${at === undefined ? '' : ` at or before ${at}`}, got none`,
    hint: `Ask for a later day: the first run of this connection started at ${first}.${gone} status --from --to shows what each run read.`,
    exitCode: EXIT.cannotJudge,
  });
}
