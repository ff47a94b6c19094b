/** Characters for texts of properties. */
import fc from 'fast-check';

const SURROGATES = 0xd800;
const HOW_MANY = 0x800;
const PRINTABLE = 95;
const BLANK = 0x20;

/**
 * Any character there is, printable ones first: what fast-check calls `binary`. That one makes a table of a million
 * characters whenever a text of it is declared, which takes longer than most properties of it.
 */
export const ANY_CHARACTER: fc.Arbitrary<string> = fc
  .nat(0x10ffff - HOW_MANY)
  .map(characterOf, (character) => indexOf(String(character)));

function characterOf(index: number): string {
  if (index < PRINTABLE) return String.fromCodePoint(index + BLANK);
  if (index < PRINTABLE + BLANK) return String.fromCodePoint(index - PRINTABLE);
  return String.fromCodePoint(index < SURROGATES ? index : index + HOW_MANY);
}

function indexOf(character: string): number {
  const point = character.codePointAt(0);
  if (point === undefined || String.fromCodePoint(point) !== character)
    throw new TypeError('expected one character');
  if (point >= SURROGATES && point < SURROGATES + HOW_MANY) throw new TypeError('expected no half of a pair');
  if (point < BLANK) return point + PRINTABLE;
  if (point < BLANK + PRINTABLE) return point - BLANK;
  return point < SURROGATES ? point : point - HOW_MANY;
}
