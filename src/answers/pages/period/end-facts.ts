/** Each population at both ends of a period, with what the ledger says came and went between them. Plain data. */
import { resources } from '../../../../schemas/resources/index.ts';
import { UnverifiedError } from '../../../errors.ts';
import { hasChanges } from '../../../evidence/changes/comparable.ts';
import { isNothingThere } from '../../../evidence/records/whole.ts';
import type { History } from '../../../verify/read-history.ts';
import { anyRunAsOf } from '../../as-of.ts';
import { certificateOf } from '../../certificate.ts';
import { type Population, population, type SnapshotName } from '../../population.ts';
import { recipeOf } from '../../sample.ts';
import type { Tallied } from '../../tallies.ts';
import type { View } from '../../views/view.ts';
import { endedText, type Standing, standingFrom } from '../standing.ts';
import { type TableFacts, tableFacts } from '../table-facts.ts';
import type { Flow, FlowSpan } from './ledger-facts.ts';
import type { Period } from './period-runs.ts';

export interface EndFacts {
  readonly name: string;
  readonly question: string;
  readonly noun: readonly [one: string, many: string];
  /** The resources that it is made from, the population itself first. */
  readonly inputs: readonly string[];
  readonly start: Side;
  readonly end: Side;
  /** Between the two readings; null: it cannot be counted, or a row is not one record. */
  readonly flow: Flow | null;
  /** Whether start, came and went make the end; null: as `flow`. */
  readonly addsUp: boolean | null;
  /** Of the end; null: nothing was read. */
  readonly sample: SampleFacts | null;
}

/** A population at one end of the period. */
export interface Side {
  readonly standing: Standing;
  /** null: nobody can say. */
  readonly total: number | null;
  readonly counts: readonly Tallied[];
  readonly snapshot: SnapshotName | null;
  /** How it was read, in words. */
  readonly certificates: readonly string[];
}

export interface SampleFacts {
  readonly seed: string;
  /** How it was drawn, and how anybody draws it again. */
  readonly recipe: string;
  readonly rows: TableFacts;
}

/** As many as auditors take of a large population where nothing is expected to be wrong. */
export const SAMPLE_SIZE = 25;

/** What one population was at both ends, before anything is said of the time between. */
export interface Ends {
  readonly view: View;
  readonly start: Read;
  readonly end: Read;
  /** Between which readings came and went can be counted; undefined: they cannot, since a row is not one record. */
  readonly span: (FlowSpan & { readonly name: string }) | undefined;
}

/**
 * Reads a population as the first day of a period and the last one have it: a run is not of the instant at which a period
 * begins, but of its day.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function readEnds(history: History, { from, to }: Period, view: View): Promise<Ends> {
  const endOfFirstDay = `${from.slice(0, 10)}T23:59:59.999Z`;
  const start = await sideOf(history, view, endOfFirstDay < to ? endOfFirstDay : to);
  const end = await sideOf(history, view, to, seedOf(history, to));
  const [{ resource }] = view.inputs;
  const span = spanOf(start, end, resource);
  return { view, start, end, span: span === undefined ? undefined : { ...span, name: view.name } };
}

/** `flow`: what the ledger counts between the two readings. */
export async function endFacts({ view, start, end }: Ends, flow: Flow | undefined): Promise<EndFacts> {
  const { name, question, noun } = view;
  return {
    name,
    question,
    noun,
    inputs: view.inputs.map((each) => each.resource),
    start: start.side,
    end: end.side,
    flow: flow ?? null,
    addsUp:
      flow === undefined ? null : (start.side.total ?? 0) + flow.added - flow.removed === end.side.total,
    sample: await sampleOf(end),
  };
}

/** Only where both readings are whole, and a row is one record: else what came and went of records says nothing of rows. */
function spanOf(start: Read, end: Read, resource: string): FlowSpan | undefined {
  const [from, to] = [start, end].map((read) => {
    const certificate = read.answer?.certificates.find((each) => each.resource === resource);
    const isWholeOneEach = certificate?.outcome === 'complete' && certificate.records === read.side.total;
    return isWholeOneEach ? read.side.snapshot : null;
  });
  if (from === null || to === null || from === undefined || to === undefined) return undefined;
  if (!hasChanges(resources.find(({ name }) => name === resource))) return undefined;
  return { resource, from, to };
}

/** What nobody could know before the evidence was sealed: the digest of the newest manifest at the end. */
function seedOf(history: History, to: string): string {
  return anyRunAsOf(history, to)?.run.manifestSha256 ?? to;
}

interface Read {
  readonly side: Side;
  readonly answer?: Population;
  readonly seed?: string;
}

async function sideOf(history: History, view: View, at: string, seed?: string): Promise<Read> {
  const sample = seed === undefined ? undefined : { n: SAMPLE_SIZE, seed };
  try {
    const answer = await population(history, { view, at, sample });
    const { total, counts, gaps } = answer.head as unknown as Counted;
    const certificates = answer.certificates.map(({ words }) => words);
    const side = { standing: standingFrom(gaps), total, counts, snapshot: answer.snapshot, certificates };
    return { side, answer, ...(seed === undefined ? {} : { seed }) };
  } catch (error) {
    if (!(error instanceof UnverifiedError) || error.code !== 'NO_EVIDENCE') throw error;
    return { side: { standing: unreadAt(history, view, at), ...NOTHING } };
  }
}

const NOTHING = { total: null, counts: [], snapshot: null, certificates: [] } as const;

interface Counted {
  readonly total: number;
  readonly counts: readonly Tallied[];
  readonly gaps: readonly string[];
}

function unreadAt(history: History, view: View, at: string): Standing {
  const run = anyRunAsOf(history, at)?.run;
  if (run === undefined) return { kind: 'unread', why: [`no run at or before ${at}`] };
  const [{ resource }] = view.inputs;
  const certificate = certificateOf(run, resource);
  const why = [`${resource}: ${endedText(certificate)} in the run of ${run.manifest.run.startedAt}`];
  return { kind: isNothingThere(certificate) ? 'absent' : 'unread', why };
}

async function sampleOf({ answer, seed }: Read): Promise<SampleFacts | null> {
  if (answer === undefined || seed === undefined) return null;
  const { table, head } = answer;
  const rows = await tableFacts(`sample-${table.name}`, table.columns, table.rows());
  return { seed, recipe: recipeOf({ n: SAMPLE_SIZE, seed }, Number(head['total'])), rows };
}
