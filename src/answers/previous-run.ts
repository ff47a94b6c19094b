/** Which run stands before which, along the chains of a connection. Pure. */
import type { CheckResults } from '../../schemas/check-results.ts';
import type { Run } from '../verify/read-history.ts';

type Place = NonNullable<CheckResults['judgedWith']['previous']>;

/** Returns the run of a record; undefined where it is not there. */
export const runAt = (runs: readonly Run[], { chain, seq }: Place): Run | undefined =>
  runs.find(({ manifest }) => manifest.chain.number === chain && manifest.chain.seq === seq);

/** Returns the place of the record before a run; null where there is none. */
export function previousOf(runs: readonly Run[], run: Run): Place | null {
  const { number, prev } = run.manifest.chain;
  if (prev !== null) return { chain: number, seq: prev.seq };
  const before = runBefore(runs, run);
  return before === undefined
    ? null
    : { chain: before.manifest.chain.number, seq: before.manifest.chain.seq };
}

/**
 * Returns the run before one: of the same chain; before its first, the end of the chain that it continues, or else the
 * newest one of the chains before, as whoever wrote the chain did.
 */
export function runBefore(runs: readonly Run[], { manifest }: Run): Run | undefined {
  const { number, prev, continues } = manifest.chain;
  if (prev !== null) return runAt(runs, { chain: number, seq: prev.seq });
  if (continues === null) return undefined;
  const { number: chain, logId, size } = continues;
  const continued = runAt(runs, { chain, seq: size - 1 });
  if (continued?.manifest.chain.logId === logId) return continued;
  const earlier = runs.filter((each) => each.manifest.chain.number <= chain);
  return earlier.sort(byPlace).at(-1);
}

const byPlace = ({ manifest: { chain: one } }: Run, { manifest: { chain: other } }: Run) =>
  one.number - other.number || one.seq - other.seq;
