/**
 * By which texts people are told, and where any of them stands in another text. Some tell wherever they stand: addresses,
 * ids, and names of several words. A word alone tells only in a text that people wrote, and only where it is no word of the
 * format: somebody may be called Page.
 */
import type { KnownPeople, PersonKind } from './known-people.ts';
import {
  fold,
  foldedWords,
  isUnspaced,
  plain,
  transcribed,
  type Word,
  withoutApostrophes,
  wordsBehindEscapes,
  wordsIn,
} from './words.ts';

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
/** Of a name in letters: of a shorter one each program is full. */
const SHORTEST_NAME = 4;
/** Between two words of one name: `jane.doe`, `Doe, Jane`. However many blanks in a row are one. */
const LONGEST_GAP = 3;

export class Telling {
  /** By their words, with a blank between them: all that are spelled alike but for case and accents. */
  readonly #strong = new Map<string, Told[]>();
  /** Names of ordinary or very short words: they tell as they are spelled, and where people wrote. */
  readonly #asSpelled = new Set<Told>();
  /** Of the first word of each, the longest row that begins with it. */
  readonly #longest = new Map<string, number>();
  readonly #unspaced: Told[] = [];
  /** Names without a letter. */
  readonly #wordless: Told[] = [];
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
    const whole = place === 'written' ? [...this.#unspaced, ...this.#wordless] : this.#unspaced;
    const found: Found[] = whole.flatMap((told) => occurrences(text, told));
    for (const words of [wordsIn(text), wordsBehindEscapes(text)])
      for (let at = 0; at < words.length; ) {
        const hit = this.#rowAt(text, words, at, place) ?? this.#wordAt(text, words[at], place);
        if (hit !== undefined) found.push(hit);
        at += hit === undefined ? 1 : words.slice(at).filter(({ start }) => start < hit.end).length;
      }
    return withoutOverlaps(found);
  }

  #rowAt(text: string, words: readonly Word[], at: number, place: Place): Found | undefined {
    const first = words[at];
    const longest = Math.min(this.#longest.get(first?.folded ?? '') ?? 0, words.length - at);
    for (let count = longest; count > 0 && first !== undefined; count -= 1) {
      const row = words.slice(at, at + count);
      const alike = this.#strong.get(row.map(({ folded }) => folded).join(' '));
      if (alike === undefined || row.some(({ start }, i) => i > 0 && isFar(text, row[i - 1], start)))
        continue;
      const end = row.at(-1)?.end ?? first.end;
      const told = this.#which(alike, text.slice(first.start, end), place);
      if (told !== undefined) return { ...told, start: first.start, end };
    }
    return undefined;
  }

  /** Whose spelling it is; else of the first whom any spelling tells. */
  #which(alike: readonly Told[], spelled: string, place: Place): Told | undefined {
    const own = alike.find(({ value }) => value.normalize('NFC') === spelled);
    if (own !== undefined && (place === 'written' || !this.#asSpelled.has(own))) return own;
    return alike.find((told) => told.kind !== 'id' && !this.#asSpelled.has(told));
  }

  #wordAt(text: string, word: Word | undefined, place: Place): Found | undefined {
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
    if (isWordless(value)) this.#wordless.push(told);
    if (isUnspaced(value) && [...value.trim()].length > 1) this.#unspaced.push(told);
    for (const spelling of new Set([value, plain(value), transcribed(value), withoutApostrophes(value)])) {
      const row = foldedWords(spelling);
      for (const word of spelling.match(/[\p{L}\p{M}]+/gu) ?? []) this.#addWord(word, told);
      if (row.length < 2) continue;
      const isOrdinary = row.every((word) => this.#isOrdinary(word));
      if (isOrdinary) this.ordinary.push(told.value);
      if (isOrdinary || row.join('').length < SHORTEST_NAME) {
        this.#asSpelled.add(told);
        this.#addRow(row, told);
      } else this.#addFullName(row, told);
    }
  }

  #addFullName(row: readonly string[], told: Told): void {
    this.#addRow(row, told);
    // `Doe, Jane`, and a list that is sorted by family.
    this.#addRow([...row.slice(-1), ...row.slice(0, -1)], told);
    const joined = row.join('');
    if (joined.length >= SHORTEST_JOINED && !this.#isOrdinary(joined)) this.#addRow([joined], told);
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
    if (first === undefined) return;
    const alike = this.#strong.get(key) ?? [];
    if (!alike.includes(told)) this.#strong.set(key, [...alike, told]);
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

/** With the blanks between its parts and without, and the family first or last. */
function occurrences(text: string, told: Told): readonly Found[] {
  const value = told.value.normalize('NFC').trim();
  const parts = value.split(/\s+/);
  const found: Found[] = [];
  for (const needle of new Set([value, parts.join(''), [...parts].reverse().join('')]))
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length))
      found.push({ ...told, start: at, end: at + needle.length });
  return found;
}

/** Of signs alone, and more than a dash: such as a picture. */
const isWordless = (name: string): boolean =>
  /\p{Extended_Pictographic}/u.test(name)
    ? !/[\p{L}]/u.test(name)
    : /^[^\p{L}]{3,}$/u.test(name.trim()) && /[^\p{N}\s]/u.test(name);

const isFar = (text: string, before: Word | undefined, start: number): boolean =>
  text.slice(before?.end ?? 0, start).replaceAll(/\s+/g, ' ').length > LONGEST_GAP;

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
