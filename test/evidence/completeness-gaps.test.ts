/** Readings that brought nothing, and that no conclusion leaves the words of the contract. */
import { describe, expect, it } from 'vitest';
import { resourceEntry } from '../../schemas/manifest.ts';
import { OUTCOME_REASONS, type Outcome } from '../../schemas/outcome.ts';
import { concludeReading } from '../../src/evidence/completeness.ts';
import type { LineCounts } from '../../src/evidence/line-block.ts';
import type { Gap, ReadFacts } from '../../src/evidence/read-facts.ts';

const FACTS: ReadFacts = { pages: 2, isPaged: true, invalid: 0, detailsUnread: 0, digitsKept: 0 };
const COUNTS: LineCounts = { records: 3, distinctIds: 3, repeats: 0, contradictedIds: 0 };
const TIMEOUT: Gap = { outcome: 'unreachable', reason: 'timeout' };

const conclude = (facts: Partial<ReadFacts>, counts: Partial<LineCounts> = {}) =>
  concludeReading({ ...FACTS, ...facts }, { ...COUNTS, ...counts }, {});

describe('nothing was read at all', () => {
  const gaps = (['denied', 'unavailable', 'deferred', 'unreachable', 'not-collected'] as const).flatMap(
    (outcome) => OUTCOME_REASONS[outcome].map((reason) => ({ outcome, reason })),
  );

  it.each(gaps)('$outcome: $reason is the outcome, with no population to speak of', (gap) => {
    const direct = conclude({ pages: 0, gap }, { records: 0, distinctIds: 0 });
    const underParents = conclude(
      { pages: 0, isPaged: false, gap, parents: { total: 5, read: 0, isWhole: true } },
      { records: 0, distinctIds: 0 },
    );

    expect(direct).toEqual(gap);
    expect(underParents).toEqual(gap);
  });
});

describe('every conclusion', () => {
  it('gives only reasons that the contract knows for its outcome, in a form the manifest takes', () => {
    const flags = [0, 1];
    for (const pages of flags)
      for (const gap of [undefined, TIMEOUT])
        for (const invalid of flags)
          for (const repeats of flags)
            for (const lastTotal of [undefined, 2, 3])
              for (const parents of [undefined, { total: 2, read: 1, isWhole: true }]) {
                if (pages === 0 && gap === undefined) continue;
                const { outcome, reason, completeness } = conclude(
                  { pages, gap, invalid, lastTotal, firstTotal: lastTotal, parents },
                  { repeats },
                );
                const known: readonly string[] = OUTCOME_REASONS[outcome as Outcome];
                expect(reason === undefined ? outcome === 'complete' : known.includes(reason)).toBe(true);
                expect(resourceEntry.shape.completeness.safeParse(completeness).success).toBe(true);
              }
  });
});
