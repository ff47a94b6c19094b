/**
 * The two tiers of the tests. `npm test` is the fast one: all that a change usually breaks. In the full one,
 * `npm run test:full`, files named `*.full.test.ts` run too, tables are tried row by row, properties many
 * times, every command line is a process of its own, and test places collect all that is read by default
(test/support/by-default.ts). Nothing else tells the tiers apart.
 */

/** Whether everything is tried. */
export const IS_FULL = process.env['TEST_TIER'] === 'full';

/**
 * Returns how often a property is tried. `TEST_RUNS=2000` in the environment says it by hand, for one file:
 *
 *     TEST_RUNS=2000 npm run test:full -- test/properties/cut-lists.test.ts
 *
 * Where draws begin is said in test/support/draws.ts.
 */
export function runs({ fast, full }: { readonly fast: number; readonly full: number }): number {
  const byHand = Number(process.env['TEST_RUNS']);
  if (byHand > 0) return byHand;
  return IS_FULL ? full : fast;
}

/**
 * Returns the rows of a table that this tier tries: in the full one all of them, in the fast one every
 * `step`-th, from the row `first` on. Of tables that cross two things, each with a `first` of its own, the
 * fast tier so tries every one of both, and not every pair.
 */
export function everyNth<T>(rows: readonly T[], step: number, first = 0): readonly T[] {
  return IS_FULL ? rows : rows.filter((_, index) => index % step === first % step);
}
