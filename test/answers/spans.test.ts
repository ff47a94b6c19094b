/** Stretches of time: what they cover together, and what they leave open. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { common, holesIn, joined, type Span } from '../../src/evidence/changes/spans.ts';
import { runs } from '../support/tier.ts';

const span = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 10 }))
  .map(([fromMs, length]): Span => ({ fromMs, toMs: fromMs + length }));
const spans = fc.array(span, { maxLength: 6 });

/** The middles of the milliseconds that they cover. */
function covered(some: readonly Span[]): ReadonlySet<number> {
  const all = new Set<number>();
  for (const { fromMs, toMs } of some) for (let at = fromMs; at < toMs; at += 1) all.add(at + 0.5);
  return all;
}

it('are joined, held against each other and left open, millisecond by millisecond', () => {
  fc.assert(
    fc.property(spans, spans, span, (one, other, whole) => {
      const [some, others] = [joined(one), joined(other)];
      expect(covered(some)).toEqual(covered(one));
      const both = [...covered(one)].filter((at) => covered(other).has(at));
      expect(covered(common(some, others))).toEqual(new Set(both));
      const left = [...covered([whole])].filter((at) => !covered(one).has(at));
      expect([...covered(holesIn(whole, some))].sort()).toEqual(left.sort());
    }),
    { numRuns: runs({ fast: 200, full: 5_000 }) },
  );
});
