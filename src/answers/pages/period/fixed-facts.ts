/** What fixes the records of a period from outside their store: receipts and time stamps. Plain data. */

import type { Run } from '../../../verify/read-history.ts';
import { describeRange, type RecordRange, without } from '../../../verify/record-range.ts';
import type { JudgedConnection } from '../../../verify/report.ts';
import { type Standing, standingFrom } from '../standing.ts';

export interface FixedFacts {
  readonly standing: Standing;
  /** Of the period. */
  readonly records: number;
  /** Of these, fixed by something that somebody kept or stamped outside the store. */
  readonly fixed: number;
  readonly receipts: readonly {
    readonly receipt: string;
    readonly chain: number;
    readonly records: number;
  }[];
  readonly stamps: readonly (RecordRange & { readonly at: string; readonly authority: string })[];
  readonly validStamps: number;
  /** Of which no authority is pinned. */
  readonly notJudged: number;
  /** Of all records of the connection. */
  readonly uncovered: readonly RecordRange[];
  readonly signed: readonly (RecordRange & { readonly keyId: string })[];
  readonly chains: readonly {
    readonly number: number;
    readonly logId: string | null;
    readonly records: number;
  }[];
  /** To be kept elsewhere: of all records, up to the newest; null: not to be had. */
  readonly receipt: string | null;
  readonly keyIds: readonly string[];
}

/** What a verification says of the connection. */
export type VerifiedConnection = Pick<
  JudgedConnection,
  'outside' | 'stamps' | 'signed' | 'chains' | 'receipt'
>;

export function fixedFacts(verified: VerifiedConnection, runs: readonly Run[]): FixedFacts {
  const { outside, stamps, signed, chains, receipt } = verified;
  const open = runs.filter(({ manifest: { chain } }) => isIn(outside.uncovered, chain.number, chain.seq));
  const ranges = rangesOf(open);
  const why = [
    ...ranges.map((range) => `nothing outside the store fixes ${describeRange(range)}`),
    ...(stamps.notJudged > 0
      ? [`${stamps.notJudged} time stamps are not judged: no authority is pinned`]
      : []),
  ];
  return {
    standing: standingFrom(why),
    records: runs.length,
    fixed: runs.length - open.length,
    receipts: outside.receipts,
    stamps: stamps.fixed,
    validStamps: stamps.valid,
    notJudged: stamps.notJudged,
    uncovered: outside.uncovered,
    signed,
    chains,
    receipt,
    keyIds: [...new Set(signed.map(({ keyId }) => keyId))],
  };
}

const isIn = (ranges: readonly RecordRange[], chain: number, seq: number) =>
  ranges.some(
    (range) => range.chain === chain && without([{ chain, from: seq, to: seq }], range).length === 0,
  );

/** Joins runs whose records follow each other. */
function rangesOf(runs: readonly Run[]): readonly RecordRange[] {
  const ranges: RecordRange[] = [];
  for (const { manifest } of runs) {
    const { number, seq } = manifest.chain;
    const before = ranges.at(-1);
    if (before?.chain === number && before.to + 1 === seq) ranges[ranges.length - 1] = { ...before, to: seq };
    else ranges.push({ chain: number, from: seq, to: seq });
  }
  return ranges;
}
