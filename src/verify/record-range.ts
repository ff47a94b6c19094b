/** Records of a chain in a row: how they are told, and what is left of them. Pure. */

/** By their numbers, both ends among them. */
export interface RecordRange {
  readonly chain: number;
  readonly from: number;
  readonly to: number;
}

/** Returns words for records of a chain in a row. */
export function describeRange({ chain, from, to }: RecordRange): string {
  return from === to ? `record ${from} of chain ${chain}` : `records ${from} to ${to} of chain ${chain}`;
}

/** Returns what is left of ranges of one chain without another one of it. */
export function without(ranges: readonly RecordRange[], { from, to }: RecordRange): RecordRange[] {
  return ranges.flatMap((range) => {
    const before = { ...range, to: Math.min(range.to, from - 1) };
    const after = { ...range, from: Math.max(range.from, to + 1) };
    return [before, after].filter((left) => left.from <= left.to);
  });
}
