/** Texts as rows of words, so that a name is found however its words are joined. Pure. */

/** A word and where it stands. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** Scripts that are written without blanks between words. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\s]+$/u;

export const isUnspaced = (text: string): boolean => UNSPACED.test(text);

/** Case and the way in which accents are written mean nothing. */
export const fold = (text: string): string => text.toLowerCase().normalize('NFC');

/** Without accents: as people write names where a form takes no others. */
export const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC');

export function wordsIn(text: string): readonly Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    folded: fold(word),
    start: index,
    end: index + word.length,
  }));
}

export const foldedWords = (text: string): readonly string[] => wordsIn(text).map(({ folded }) => folded);
