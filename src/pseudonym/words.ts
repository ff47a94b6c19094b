/** Texts as rows of words, so that a name is found however its words are joined and spelled. Pure. */

/** A word and where it stands. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** With what cannot be seen: a soft hyphen parts no word. */
const WORD = /[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+/gu;

/** A line break as a program writes it: its letter is none of the word behind it. */
const ESCAPE = /\\[nrtbf](?=[\p{L}\p{N}])/gu;

/** Scripts that are written without blanks between words, or with endings that are part of the word. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\s]+$/u;

export const isUnspaced = (text: string): boolean => UNSPACED.test(text);

/** Letters that are written as others where a form takes no others, and do not come apart into a letter and an accent. */
const AS_OTHERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ə: 'a',
};

/** Case, accents, wide letters and what cannot be seen mean nothing. In capitals first: so ß is ss, and the i without a dot is i. */
export const fold = (text: string): string =>
  /^[\w.-]*$/.test(text) ? text.toLowerCase() : foldedLetters(text);

const foldedLetters = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\p{Cf}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/[øłđðħþæœə]/g, (letter) => AS_OTHERS[letter] ?? letter)
    .normalize('NFC');

/** Without accents: as people write names where a form takes no others. */
export const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC');

/** Two letters for one with an accent, as it is done in German and in the north. */
export const transcribed = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[äæ]/gi, 'ae')
    .replaceAll(/[öø]/gi, 'oe')
    .replaceAll(/ü/gi, 'ue')
    .replaceAll(/å/gi, 'aa');

/** As one word: `OBrien`. */
export const withoutApostrophes = (text: string): string => text.replaceAll(/['’‘ʼ`´]/g, '');

export function wordsIn(text: string): readonly Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    folded: fold(word),
    start: index,
    end: index + word.length,
  })).filter(({ folded }) => folded !== '');
}

/** Returns the words of a text once more where it has line breaks as programs write them; none where it has not. */
export function wordsBehindEscapes(text: string): readonly Word[] {
  const without = text.replaceAll(ESCAPE, '  ');
  return without === text ? [] : wordsIn(without);
}

export const foldedWords = (text: string): readonly string[] => wordsIn(text).map(({ folded }) => folded);
