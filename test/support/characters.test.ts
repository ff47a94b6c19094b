import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ANY_CHARACTER } from './characters.ts';

const edges = ['\0', '\x1f', ' ', '~', '\x7f', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'];

it.each(edges)('any character can be drawn, also those at the edges: %j', (character) => {
  expect(ANY_CHARACTER.canShrinkWithoutContext(character)).toBe(true);
});

it.each(['', 'ab', '\ud800', '\udfff'])('nothing else is taken for one: %j', (text) => {
  expect(ANY_CHARACTER.canShrinkWithoutContext(text)).toBe(false);
});

it('each is one character of its own, and no half of a pair', () => {
  fc.assert(
    fc.property(ANY_CHARACTER, (character) => {
      expect([...character]).toHaveLength(1);
      expect(character.isWellFormed()).toBe(true);
      expect(ANY_CHARACTER.canShrinkWithoutContext(character)).toBe(true);
    }),
  );
});
