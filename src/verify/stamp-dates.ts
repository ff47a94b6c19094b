/**
 * Whether records carry a date that their time stamps bear out. Pure. A record is written, then stamped: a date after
 * the stamp was made up, or comes from a clock that was ahead; one long before it is the machine's word for that long.
 */
import { LARGEST_SKEW_MS } from '../../schemas/manifest.ts';
import type { DatedChain, DatedRecord, FixedAt, FixedStretch } from './fixed.ts';

/** Longest time between a record and its stamp that needs no word, in milliseconds. */
export const LATEST_STAMP_MS = 24 * 60 * 60 * 1000;

/** An authority may leave out the fraction of a second. */
const WHOLE_SECOND_MS = 1000;

/** A record and the stamp that fixes it. */
export interface DatedBy {
  readonly chain: number;
  readonly seq: number;
  readonly recordedAtMs: number;
  readonly fixed: FixedAt;
}

/** A record dated after its own stamp. */
export interface DatedAfter extends DatedBy {
  /** What explains it: its clock was ahead, as it says itself, or it could measure none. */
  readonly reason: 'skew' | 'unmeasured' | undefined;
}

/** Records in a row that were stamped late, and their number. */
export interface StampedLate {
  readonly first: DatedBy;
  readonly last: DatedBy;
}

export interface StampDates {
  readonly after: readonly DatedAfter[];
  readonly late: readonly StampedLate[];
}

/** Returns the records whose dates and stamps do not go together. */
export function datesOf(chains: readonly DatedChain[], stretches: readonly FixedStretch[]): StampDates {
  const after: DatedAfter[] = [];
  const late: StampedLate[] = [];
  const recordsOf = new Map(chains.map(({ number, records }) => [number, records]));
  for (const { chain, from, to, fixed } of stretches) {
    if (fixed === undefined) continue;
    for (let seq = from; seq <= to; seq += 1) {
      const record = recordsOf.get(chain)?.get(seq);
      if (record === undefined) continue;
      const { recordedAtMs } = record;
      const dated = { chain, seq, recordedAtMs, fixed };
      if (fixed.atMs - recordedAtMs > LATEST_STAMP_MS) extend(late, dated);
      // A date never goes back: behind a clock that was ahead, a record carries the date of the one before it.
      const isCarried = recordsOf.get(chain)?.get(seq - 1)?.recordedAtMs === recordedAtMs;
      if (!isCarried && isAfter(dated, 0)) after.push({ ...dated, reason: reasonOf(dated, record) });
    }
  }
  return { after, late };
}

function extend(late: StampedLate[], dated: DatedBy): void {
  const before = late.at(-1);
  if (before?.last.chain !== dated.chain || before.last.seq !== dated.seq - 1)
    late.push({ first: dated, last: dated });
  else late[late.length - 1] = { first: before.first, last: dated };
}

function isAfter({ recordedAtMs, fixed }: DatedBy, skewMs: number): boolean {
  const tolerance = LARGEST_SKEW_MS + WHOLE_SECOND_MS + fixed.accuracyMs;
  return recordedAtMs - skewMs - fixed.atMs > tolerance;
}

/** A run that got no answer at all could not know that its clock is ahead. */
function reasonOf(dated: DatedBy, { skewMs, isFailed }: DatedRecord): DatedAfter['reason'] {
  if (skewMs === null) return isFailed ? 'unmeasured' : undefined;
  return isAfter(dated, Math.max(0, skewMs)) ? undefined : 'skew';
}
