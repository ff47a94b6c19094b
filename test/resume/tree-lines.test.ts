/** What was observed must come back as it was, whatever its shape and size. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TreeReader, toTreeLines } from '../../src/resume/tree-lines.ts';
import { runs } from '../support/tier.ts';

function throughText(value: unknown): unknown {
  const reader = new TreeReader();
  for (const line of toTreeLines(value)) reader.take(JSON.parse(JSON.stringify(line)));
  return reader.value;
}

const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constant('__proto__'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.dictionary(fc.string(), tie('member'), { noNullPrototype: true }),
    fc.array(fc.tuple(scalar, tie('member'))).map((entries) => new Map(entries)),
    fc.array(scalar).map((values) => new Set(values)),
    fc.array(tie('member')),
  ),
  member: fc.oneof({ depthSize: 'small' }, scalar, tie('tree')),
}));

describe('a value as lines', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(throughText(value)).toEqual(value);
      }),
      { numRuns: runs({ fast: 100, full: 5_000 }) },
    );
  });

  it('has no line that grows with it', () => {
    const ids = Array.from({ length: 12_345 }, (_, index) => `id-${index}`);
    const value = {
      ids,
      referenced: new Map([['sources', new Set(ids)]]),
      many: new Map(ids.map((id, n) => [id, n])),
    };

    const lines = [...toTreeLines(value)].map((line) => JSON.stringify(line));

    expect(throughText(value)).toEqual(value);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(25_000);
  });

  it.each([
    ['a class, which may keep things to itself', { book: new (class Book {})() }],
    ['a function', { act: () => 1 }],
    ['a number that JSON has not', { ms: Number.NaN }],
    ['a date', { at: new Date(0) }],
  ])('is refused for %s', (_what, value) => {
    expect(() => [...toTreeLines(value)]).toThrow(/^keep tree/);
  });
});
