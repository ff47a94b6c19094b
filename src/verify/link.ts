/**
 * How one record must continue what is known of its chain. Pure: what came before in, problems out.
 * What is not known, since a record before it is missing or unreadable, is not held against it.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { isFrontierOf, rootOf } from '../seal/merkle.ts';
import { snapshotPath } from '../store/layout.ts';
import type { Problem } from './failure.ts';

/** What the records before a place say about it. `undefined`: not known. */
export interface Tail {
  readonly connection: string;
  readonly number: number;
  /** The number the next record must have. */
  readonly seq: number;
  readonly logId: string | undefined;
  readonly payloadSha256: string | undefined;
  readonly recordedAt: string | undefined;
  readonly frontier: readonly string[] | undefined;
  readonly lastComplete: Predicate['lastComplete'] | undefined;
}

/** Behind a record that is not there, or cannot be read. */
export const UNKNOWN_TAIL = {
  payloadSha256: undefined,
  recordedAt: undefined,
  frontier: undefined,
  lastComplete: undefined,
} as const;

/** Returns everything in which a record does not continue its chain. */
export async function linkProblems(predicate: Predicate, tail: Tail): Promise<readonly Problem[]> {
  return [
    ...placeProblems(predicate, tail),
    ...previousProblems(predicate, tail),
    ...(await checkpointProblems(predicate, tail)),
    ...lastCompleteProblems(predicate, tail),
  ];
}

function differs(what: string, expected: unknown, found: unknown): readonly Problem[] {
  return expected === found ? [] : [{ what, expected: String(expected), found: String(found) }];
}

/** Returns in what a record that this version does not know in full does not continue its chain. */
export async function newerLinkProblems(
  known: Pick<Predicate, 'connection' | 'chain' | 'checkpoint'>,
  tail: Tail,
): Promise<readonly Problem[]> {
  return [
    ...nameProblems(known, tail),
    ...previousProblems(known, tail),
    ...(await checkpointProblems(known, tail)),
  ];
}

function nameProblems(
  { chain, connection }: Pick<Predicate, 'connection' | 'chain'>,
  tail: Tail,
): readonly Problem[] {
  return [
    ...differs('check connection', tail.connection, connection),
    ...differs('check chain number', tail.number, chain.number),
    ...differs('check sequence number', tail.seq, chain.seq),
    ...(tail.logId === undefined ? [] : differs('check log id', tail.logId, chain.logId)),
  ];
}

/** The name under which a record is must be what it says of itself, or it was put there by someone. */
function placeProblems(
  { chain, connection, run, snapshotPath: path }: Predicate,
  tail: Tail,
): readonly Problem[] {
  return [
    ...nameProblems({ chain, connection }, tail),
    ...differs('check snapshot path', snapshotPath(run.startedAt, run.id), path),
    ...(chain.seq > 0 && chain.continues !== null
      ? [
          {
            what: 'check continues',
            expected: 'it in the first record only',
            found: `chain ${chain.continues.number}`,
          },
        ]
      : []),
  ];
}

function previousProblems(
  { chain: { prev, recordedAt } }: Pick<Predicate, 'chain'>,
  tail: Tail,
): readonly Problem[] {
  const isBack = tail.recordedAt !== undefined && Date.parse(recordedAt) < Date.parse(tail.recordedAt);
  const back = isBack
    ? [{ what: 'check recordedAt', expected: `${tail.recordedAt} or later`, found: recordedAt }]
    : [];
  const what = 'check previous record';
  if (tail.seq === 0)
    return [...back, ...differs(what, 'none', prev === null ? 'none' : `number ${prev.seq}`)];
  if (prev === null) return [...back, { what, expected: `number ${tail.seq - 1}`, found: 'none' }];
  return [
    ...back,
    ...differs(what, `number ${tail.seq - 1}`, `number ${prev.seq}`),
    ...(tail.payloadSha256 === undefined
      ? []
      : differs('check digest of previous payload', tail.payloadSha256, prev.sha256)),
  ];
}

/** Whether a checkpoint is one of a tree of this size, whatever the tree holds. */
export async function isConsistent(
  { size, root, frontier }: Predicate['checkpoint'],
  seq: number,
): Promise<boolean> {
  return size === seq && isFrontierOf(frontier, seq) && (await rootOf(frontier)) === root;
}

async function checkpointProblems(
  { checkpoint }: Pick<Predicate, 'checkpoint'>,
  { seq, frontier }: Tail,
): Promise<readonly Problem[]> {
  if (!(await isConsistent(checkpoint, seq))) {
    const { size, root } = checkpoint;
    const found = `size ${size}, root ${root}, ${checkpoint.frontier.length} subtrees`;
    return [{ what: 'check checkpoint', expected: `a tree of ${seq} records with this root`, found }];
  }
  if (frontier === undefined) return [];
  return differs('recompute checkpoint', await rootOf(frontier), checkpoint.root);
}

function lastCompleteProblems(predicate: Predicate, tail: Tail): readonly Problem[] {
  const due = lastCompleteAfter(predicate, tail);
  if (due === undefined) return [];
  const say = (value: Predicate['lastComplete']) => (value === null ? 'none' : `${value.seq} of ${value.at}`);
  return differs('check last complete record', say(due), say(predicate.lastComplete));
}

/** The last complete record once this one is there; `undefined` when that is not known. */
function lastCompleteAfter({ status, run }: Predicate, tail: Tail): Predicate['lastComplete'] | undefined {
  return status === 'complete' ? { seq: tail.seq, at: run.startedAt } : tail.lastComplete;
}
