/**
 * By which texts people are told, and where any of them stands in another text. Some tell wherever they stand: addresses,
 * ids, and names of several words. A word alone tells only in a text that people wrote, and only where it is no word of the
 * format: somebody may be called Page.
 */
import type { KnownPeople, PersonKind } from './known-people.ts';
import { fold, foldedWords, isUnspaced, plain, wordsIn } from './words.ts';

export interface Told {
  readonly kind: PersonKind;
  /** As it stands where people are known from. */
  readonly value: string;
}

export interface Found extends Told {
  readonly start: number;
  readonly end: number;
}

/** Where a text comes from: who wrote it decides whether a word alone tells. */
export type Place = 'anywhere' | 'written' | 'slug';

const SHORTEST_WORD = 3;
const SHORTEST_JOINED = 6;
/** Between two words of one name: `jane.doe`, `Doe, Jane`. */
const LONGEST_GAP = 3;

export class Telling {
  /** By their words, with a blank between them. */
  readonly #strong = new Map<string, Told>();
  /** Of the first word of each, the longest row that begins with it. */
  readonly #longest = new Map<string, number>();
  readonly #unspaced: Told[] = [];
  readonly #weak = new Map<string, Told>();
  readonly #weakFolded = new Map<string, Told>();
  readonly #addresses: ReadonlySet<string>;
  readonly #isOrdinary: (word: string) => boolean;
  /** Names, a word each or of such words alone, that are words of the format too: nobody is told by them outside of fields of people. */
  readonly ordinary: string[] = [];

  constructor(people: KnownPeople, ordinaryWords: ReadonlySet<string>) {
    this.#isOrdinary = (word) => ordinaryWords.has(word);
    this.#addresses = new Set([...people.all('address')].map(fold));
    for (const value of people.all('id')) this.#addId({ kind: 'id', value });
    for (const value of people.all('name')) this.#addName({ kind: 'name', value });
    for (const value of people.all('address')) this.#addAddress({ kind: 'address', value });
  }

  isAddress(text: string): boolean {
    return this.#addresses.has(fold(text));
  }

  /** Returns where people are told in a text, in order and none over another. The text is in NFC. */
  find(text: string, place: Place): readonly Found[] {
    const found: Found[] = this.#unspaced.flatMap((told) => occurrences(text, told));
    const words = wordsIn(text);
    for (let at = 0; at < words.length; ) {
      const hit = this.#rowAt(text, words, at) ?? this.#wordAt(text, words[at], place);
      if (hit !== undefined) found.push(hit);
      at += hit === undefined ? 1 : words.slice(at).filter(({ start }) => start < hit.end).length;
    }
    return withoutOverlaps(found);
  }

  #rowAt(text: string, words: ReturnType<typeof wordsIn>, at: number): Found | undefined {
    const first = words[at];
    const longest = Math.min(this.#longest.get(first?.folded ?? '') ?? 0, words.length - at);
    for (let count = longest; count > 0 && first !== undefined; count -= 1) {
      const row = words.slice(at, at + count);
      const told = this.#strong.get(row.map(({ folded }) => folded).join(' '));
      const end = row.at(-1)?.end ?? first.end;
      if (
        told === undefined ||
        row.some(({ start }, i) => i > 0 && start - (row[i - 1]?.end ?? 0) > LONGEST_GAP)
      )
        continue;
      if (told.kind === 'id' && text.slice(first.start, end) !== told.value) continue;
      return { ...told, start: first.start, end };
    }
    return undefined;
  }

  #wordAt(
    text: string,
    word: ReturnType<typeof wordsIn>[number] | undefined,
    place: Place,
  ): Found | undefined {
    if (word === undefined || place === 'anywhere') return undefined;
    const told =
      place === 'slug' ? this.#weakFolded.get(word.folded) : this.#weak.get(text.slice(word.start, word.end));
    return told === undefined ? undefined : { ...told, start: word.start, end: word.end };
  }

  /** An id that is a word, such as that of a system, is one only where an id is meant. */
  #addId(told: Told): void {
    const row = foldedWords(told.value);
    if (row.every((word) => this.#isOrdinary(word))) this.ordinary.push(told.value);
    else this.#addRow(row, told);
  }

  #addName(told: Told): void {
    const value = told.value.normalize('NFC');
    if (isUnspaced(value) && [...value.trim()].length > 1) this.#unspaced.push(told);
    for (const spelling of new Set([value, plain(value)])) {
      const row = foldedWords(spelling);
      for (const word of spelling.match(/[\p{L}\p{M}]+/gu) ?? []) this.#addWord(word, told);
      if (row.length < 2) continue;
      if (row.every((word) => this.#isOrdinary(word))) this.ordinary.push(told.value);
      else this.#addFullName(row, told);
    }
  }

  #addFullName(row: readonly string[], told: Told): void {
    this.#addRow(row, told);
    // `Doe, Jane`, and a list that is sorted by family.
    this.#addRow([...row.slice(-1), ...row.slice(0, -1)], told);
    const joined = row.join('');
    if (joined.length >= SHORTEST_JOINED) this.#addRow([joined], told);
  }

  #addAddress(told: Told): void {
    this.#addRow(foldedWords(told.value), told);
    const local = told.value.slice(0, Math.max(0, told.value.lastIndexOf('@')));
    const row = foldedWords(local);
    if (row.length === 1) this.#addWord(local.trim(), told);
    else if (row.length > 1 && !row.every((word) => this.#isOrdinary(word) || word.length < 2))
      this.#addRow(row, told);
  }

  #addRow(row: readonly string[], told: Told): void {
    const [first] = row;
    const key = row.join(' ');
    if (first === undefined || this.#strong.has(key)) return;
    this.#strong.set(key, told);
    this.#longest.set(first, Math.max(this.#longest.get(first) ?? 0, row.length));
  }

  #addWord(word: string, told: Told): void {
    const folded = fold(word);
    if ([...word].length < SHORTEST_WORD) return;
    if (this.#isOrdinary(folded)) {
      this.ordinary.push(word);
      return;
    }
    addShared(this.#weak, word, told);
    addShared(this.#weakFolded, folded, told);
  }
}

/** What two people are called alike tells of neither. */
function addShared(words: Map<string, Told>, word: string, told: Told): void {
  const known = words.get(word);
  words.set(word, known === undefined || known.value === told.value ? told : { kind: 'name', value: word });
}

function occurrences(text: string, told: Told): readonly Found[] {
  const needle = told.value.normalize('NFC').trim();
  const found: Found[] = [];
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length))
    found.push({ ...told, start: at, end: at + needle.length });
  return found;
}

function withoutOverlaps(found: readonly Found[]): readonly Found[] {
  let end = 0;
  return [...found]
    .sort((one, other) => one.start - other.start || other.end - one.end)
    .filter((each) => {
      if (each.start < end) return false;
      end = each.end;
      return true;
    });
}
