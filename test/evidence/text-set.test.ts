import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextSet } from '../../src/evidence/text-set.ts';

it('knows each text that it was given, and no other', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3, unit: 'grapheme' })), (texts) => {
      const [ours, expected] = [new TextSet(), new Set<string>()];
      for (const text of texts) {
        expect(ours.has(text)).toBe(expected.has(text));
        expect(ours.add(text)).toBe(!expected.has(text));
        expected.add(text);
        expect(ours.size).toBe(expected.size);
      }
    }),
  );
});

it.each<[string, (index: number) => string]>([
  ['numbers in a row', (index) => `id ${index}`],
  ['pages and places', (index) => `id ${Math.floor(index / 200)}-${index % 200}`],
  ['what differs at its beginning', (index) => `${index.toString(36).padStart(5, '0')}${'x'.repeat(20)}`],
  ['characters beyond ASCII', (index) => String.fromCodePoint(0x10000 + index)],
])('ids that are alike do not fall together: %s', (_name, idOf) => {
  const seen = new TextSet();

  for (let index = 0; index < 100_000; index += 1) seen.add(idOf(index));

  expect(seen.size).toBe(100_000);
});
