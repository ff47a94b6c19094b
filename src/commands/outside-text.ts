/** What fixes the records of a connection from outside its store, in words: few lines, however many records. */

import { printable } from '../evidence/printable.ts';
import { describeRange, type RecordRange } from '../verify/record-range.ts';
import type { JudgedConnection } from '../verify/report.ts';
import type { StampReport } from '../verify/stamp-report.ts';

export type Line = readonly [name: string, text: string];

/** What fixes the records, and which records nothing does. */
export function describeOutside({
  outside: { receipts, uncovered },
  stamps,
}: Pick<JudgedConnection, 'outside' | 'stamps'>): readonly Line[] {
  const stamped = inARow(stamps.fixed).map((row): Line => ['fixed by', describeRow(row)]);
  const kept = receipts.map(
    ({ receipt, chain, records }): Line => [
      'fixed by',
      `receipt ${printable(receipt)}: ${describeRange({ chain, from: 0, to: records - 1 })}`,
    ],
  );
  const held = [...stamped, ...kept];
  if (held.length === 0) return [['fixed by', 'nothing outside the store']];
  return [...held, ...uncovered.map((range): Line => ['not fixed', describeRange(range)])];
}

interface StampedRow extends RecordRange {
  readonly authority: string;
  readonly first: string;
  readonly last: string;
}

/** Joins what stamps of one authority fix one after the other. */
function inARow(fixed: StampReport['fixed']): readonly StampedRow[] {
  const rows: StampedRow[] = [];
  for (const { chain, from, to, at, authority } of fixed) {
    const before = rows.at(-1);
    const isNext = before?.chain === chain && before.to + 1 === from && before.authority === authority;
    if (isNext) rows[rows.length - 1] = { ...before, to, last: at };
    else rows.push({ chain, from, to, authority, first: at, last: at });
  }
  return rows;
}

function describeRow({ authority, first, last, ...range }: StampedRow): string {
  const stamps = first === last ? `time stamp of ${first}` : `time stamps of ${first} to ${last}`;
  return `${stamps} by ${printable(authority)}: ${describeRange(range)}`;
}
