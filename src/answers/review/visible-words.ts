/**
 * What a reviewer read in a row, held against the item that the row's id names: whoever sorted the ids apart from their words,
 * or wrote other words, had something else decided than what is stored. Pure.
 *
 * The words of an item are part of the format: a review that was handed in is held against them again years later.
 */
import type { ReviewItem } from '../../../schemas/review.ts';
import { NONE } from '../table.ts';
import { grantTexts, itemText } from './items.ts';

export type VisibleWords = Readonly<Record<'name' | 'what' | 'access', string>>;

/** Returns what is to be read of an item, as a row has it. */
export const visibleWords = (item: ReviewItem): VisibleWords => ({
  name: item.name ?? '',
  what: itemText(item),
  access: grantTexts(item).join('; '),
});

/** Returns the words of a row that are not those of its item, and what was expected of each. */
export function otherWords(row: VisibleWords, item: ReviewItem): readonly OtherWord[] {
  const words = visibleWords(item);
  return (['name', 'what', 'access'] as const)
    .filter((field) => !doesSay(row[field], words[field]))
    .map((field) => ({ field, expected: words[field] }));
}

export interface OtherWord {
  readonly field: keyof VisibleWords;
  readonly expected: string;
}

function doesSay(cell: string, words: string): boolean {
  const expected = comparable(words);
  const found = comparable(cell);
  // Of an account that has nothing the cell was empty once.
  if (found === expected || (expected === '' && found === NONE)) return true;
  const [beginning] = cell.split(CUT);
  return (
    beginning !== cell && found.length > SHORTEST_CUT && expected.startsWith(comparable(beginning ?? ''))
  );
}

/** A workbook's cell ends like this where it cannot hold all of a text, and never before so many characters. */
const CUT = /\u2026 \[\d+ characters in all, more than a cell holds[^\]]*\]$/;
const SHORTEST_CUT = 20_000;

/**
 * Programs break lists into lines or keep them in one, put an apostrophe before what looks like a formula, compose letters, and
 * cannot keep control characters. None of that is another word.
 */
const comparable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cf}\p{Cs}\uFFFD\uFFFE\uFFFF]|(?![\t\r\n])\p{Cc}/gu, '')
    .replaceAll(/'+(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g, '')
    .replaceAll(/[\s;]+/g, ' ')
    .trim();
