/** What native JSON may decide of RFC 8785, held against the serialiser that decides the rest, over hostile texts. */
import serialise from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/evidence/canonical.ts';
import { inOrder } from '../../src/evidence/member-order.ts';
import { readCanonical } from '../../src/verify/canonical-json.ts';
import { HOSTILE_VALUES } from '../properties/hostile-values.ts';
import { ANY_CHARACTER } from '../support/characters.ts';
import { runs } from '../support/tier.ts';

/** Returns what a serialiser makes of a value, or that it makes nothing of it. */
function tried(write: (value: unknown) => string | undefined, text: string): string | undefined {
  const value: unknown = JSON.parse(text);
  try {
    return write(value);
  } catch {
    return undefined;
  }
}

function expectSame(text: string): void {
  const expected = tried(serialise, text);

  expect(tried(canonical, text)).toBe(expected);
  expect(tried((value) => canonical(inOrder(value) ?? value), text)).toBe(expected);
  expect(readCanonical(Buffer.from(text)).problem === undefined).toBe(expected === text);
}

const name = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '10',
    '2',
    '-1',
    'a',
    'aa',
    'b',
    '__proto__',
    'constructor',
    'toJSON',
    'é',
    '\ue000',
  ),
  fc.constantFrom('😀', '\uffff', '\ud800', '\udfff', 'a\ud83d', '\u2028', '\\ud800', '"'),
  fc.string({ unit: ANY_CHARACTER, maxLength: 3 }),
);
const number = fc.oneof(
  fc.constantFrom(
    '-0',
    '0',
    '0.0',
    '1.0',
    '1e0',
    '1E3',
    '1e21',
    '1e400',
    '-1e400',
    '1e-7',
    '0.000001',
    '5e-324',
  ),
  fc.constantFrom('9007199254740993', '295147905179352825856', '333333333.33333329', '100000000000000000000'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);
/** Spelled as native JSON would, or as some other program might. */
const spelled = fc
  .tuple(name, fc.constantFrom('plain', 'plain', 'plain', 'escaped', 'upper'))
  .map(([text, how]) => {
    if (how === 'plain') return JSON.stringify(text);
    const asNumber = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const escaped = [...Array(text.length).keys()].map((at) => asNumber(text[at] ?? '')).join('');
    return `"${how === 'upper' ? escaped.replace(/[a-f]/g, (digit) => digit.toUpperCase()) : escaped}"`;
  });

const { text } = fc.letrec<{ text: string; object: string; array: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    spelled,
    number,
    fc.constantFrom('null', 'true', 'false'),
    tie('object'),
    tie('array'),
  ),
  array: fc.array(tie('text'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  object: fc
    .tuple(
      fc.array(fc.tuple(spelled, tie('text')), { maxLength: 4 }),
      fc.boolean(),
      fc.constantFrom('', '', '', ' '),
    )
    .map(([members, isSorted, space]) => {
      const inOrder = (one: readonly [string, string], other: readonly [string, string]) =>
        JSON.parse(one[0]) < JSON.parse(other[0]) ? -1 : 1;
      const listed = isSorted ? [...members].sort(inOrder) : members;
      return `{${listed.map(([key, value]) => `${key}:${space}${value}`).join(',')}}`;
    }),
}));

describe('the canonical text of what was parsed', () => {
  it('is what the serialiser makes of it, and nothing else passes for it', () => {
    fc.assert(fc.property(text, expectSame), { numRuns: runs({ fast: 300, full: 50_000 }) });
  });

  it.each(HOSTILE_VALUES.filter(({ isHeavy }) => isHeavy !== true).map((value) => [value.name, value.json]))(
    'is the same also of %s',
    (_name, json) => expectSame(json),
  );

  it.each([10, 63, 64, 65, 1_000, 9_000])('is the same nested %i deep', (depth) => {
    expectSame('[['.repeat(depth / 2) + ']]'.repeat(depth / 2));
    expectSame(`${'{"a":'.repeat(depth)}1e400${'}'.repeat(depth)}`);
  });
});
