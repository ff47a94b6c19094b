/** How many rows there are of each kind that the question of a view asks about: counted once, said in the first line. */
import type { Tally, View, ViewRow } from './views/view.ts';

/** As the JSON has it. */
export interface Tallied {
  readonly what: string;
  readonly count: number;
  /** Of how many it cannot be told: none of these is counted. */
  readonly notKnown: number;
}

export interface Counted {
  readonly total: number;
  readonly counts: readonly Tallied[];
  /** Such as `5 done, 1 done late`; empty where there is nothing to count. */
  readonly words: string;
}

/** Counts all rows of a view. `known`: how many there are, where nothing else has to be counted. */
export async function countRows(
  { tallies }: Pick<View, 'tallies'>,
  rows: () => AsyncIterable<ViewRow>,
  known: number | undefined,
): Promise<Counted> {
  if (tallies.length === 0 && known !== undefined) return { total: known, counts: [], words: '' };
  const counts = tallies.map(({ what }) => ({ what: pairOf(what)[1], count: 0, notKnown: 0 }));
  let total = 0;
  for await (const row of rows()) {
    total += 1;
    for (const [index, { has }] of tallies.entries()) {
      const [answer, tally] = [has(row), counts[index]];
      if (tally !== undefined && answer !== false) tally[answer === null ? 'notKnown' : 'count'] += 1;
    }
  }
  return { total, counts, words: total === 0 ? '' : wordsOf(tallies, counts) };
}

const pairOf = (what: Tally<never>['what']) => (typeof what === 'string' ? ([what, what] as const) : what);

function wordsOf(tallies: View['tallies'], counts: readonly Tallied[]): string {
  const said = counts.map(({ count, notKnown }, index) => {
    const [one, many] = pairOf(tallies[index]?.what ?? '');
    return `${count} ${count === 1 ? one : many}${notKnown === 0 ? '' : ` (${notKnown} not known)`}`;
  });
  return said.join(', ');
}
