/**
 * Whether the name of a property says that it holds some kind of data. Words are compared whole, and the term must end
 * the name: `user_email` holds an address, `email_subject` does not.
 */
import { wordsOf } from './words.ts';

/** Words after a term that leave it what it is: a telephone number, an address line, a hash of it. */
const STAYS: ReadonlySet<string> = new Set(
  'address addres number no num line value raw text code id hash hashed sha256 md5 encrypted e164'.split(' '),
);

/** A name that begins so says whether there is something, not what. */
const WHETHER: ReadonlySet<string> = new Set(['is', 'has', 'can', 'should', 'was', 'did']);

/** Shorter words are compared whole, so that a beginning of few letters means nothing. */
const SHORTEST_STEM = 6;

/** Returns which of some terms a name is of; undefined: of none. */
export function toTermFinder(terms: readonly string[]): (name: string) => string | undefined {
  const known = terms.map((term) => ({ term, words: wordsOf(term).map(singularOf) }));
  return (name) => {
    const words = wordsOf(name).map(singularOf);
    if (WHETHER.has(words[0] ?? '')) return undefined;
    return known.find((each) => isOf(words, each.words))?.term;
  };
}

function isOf(words: readonly string[], term: readonly string[]): boolean {
  if (term.length === 0) return false;
  // Written as one word, such as firstname.
  if (words.length === 1 && words[0] === term.join('')) return true;
  for (let start = words.length - term.length; start >= 0; start -= 1) {
    const isThere = term.every((word, index) => isSame(words[start + index] ?? '', word));
    if (isThere && words.slice(start + term.length).every(isKept)) return true;
  }
  return false;
}

const isSame = (word: string, of: string) =>
  word === of || (of.length >= SHORTEST_STEM && word.startsWith(of));

const isKept = (word: string) => STAYS.has(word) || /^\p{N}+$/u.test(word);

/** Both sides are cut alike, so it need not be right English. */
const singularOf = (word: string) => word.replace(/ies$/, 'y').replace(/s$/, '');
