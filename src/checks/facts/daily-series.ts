/** Figures by day, and how unlike the others one of them is. */

/** Sorted by day. */
export type Series = readonly { readonly day: string; readonly value: number }[];

/** Returns what was added on each day of figures that are counted up from the start of a month. */
export function perDay(counted: Series): Series {
  return counted.flatMap(({ day, value }, index) => {
    const before = counted[index - 1];
    if (before === undefined || before.day.slice(0, 7) !== day.slice(0, 7))
      // The first day of a month is its own count; of any other what was before is not known.
      return day.endsWith('-01') ? [{ day, value }] : [];
    return [{ day, value: value - before.value }];
  });
}

/** Days that are all alike deviate by nothing; a twentieth of the median is what nobody needs to look at. */
const SMALLEST_SHARE = 20;

/** Returns the median of some values, and how many times their median deviation another one is away from it. */
export function deviationOf(
  value: number,
  others: readonly number[],
): { readonly median: number; readonly times: number } {
  const median = medianOf(others);
  const deviation = medianOf(others.map((each) => Math.abs(each - median)));
  const unit = Math.max(deviation, median / SMALLEST_SHARE, 1);
  return { median, times: Math.abs(value - median) / unit };
}

/** Returns the middle one; of an even number the lower of the two. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
