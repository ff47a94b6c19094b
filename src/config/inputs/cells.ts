/** What stands in a cell of a company's file, as a value; or what was expected in its place. Never repeats the cell. */
import { addressIn, secretIn } from '../../evidence/human-words.ts';

/** What was expected of a cell, and what is there. */
export class Unfit {
  readonly message: string;

  constructor(expected: string, got = 'other text') {
    this.message = `expected ${expected}, got ${got}`;
  }
}

/** Reads a cell that is not empty, without blanks around it. */
export type ReadCell = (cell: string) => unknown;

const LONGEST_CELL = 1_000;

/** Words of people. No person and no secret may be in them: they are kept as they are. */
export const text =
  (what: string): ReadCell =>
  (cell) => {
    if (cell.length > LONGEST_CELL) return new Unfit(`${what} of at most ${LONGEST_CELL} characters`, 'more');
    const unfit = secretIn(cell) ?? addressIn(cell);
    return unfit === undefined ? cell : new Unfit(what, unfit);
  };

/** Several in one cell. */
export const texts =
  (what: string): ReadCell =>
  (cell) => {
    const parts = cell.split(/[|;\n]/).map((part) => part.trim());
    const read = parts.filter((part) => part !== '').map(text(what));
    return read.find((each) => each instanceof Unfit) ?? [...new Set(read)];
  };

export const hosts: ReadCell = (cell) => {
  const list = texts('names of hosts')(cell.toLowerCase());
  const isHost = (each: unknown) => /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(String(each));
  if (!Array.isArray(list) || list.every(isHost)) return list;
  return new Unfit('names of hosts alone, such as api.vendor.example, separated by |');
};

/** `2026-11-22`, or an instant, whose day is taken. */
export const day: ReadCell = (cell) => {
  const [, date] = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*)?$/.exec(cell) ?? [];
  const isDay = date !== undefined && new Date(`${date}T00:00:00Z`).toJSON()?.slice(0, 10) === date;
  return isDay ? date : new Unfit('a day such as 2026-11-22');
};

const YES = ['yes', 'true', '1'];
const NO = ['no', 'false', '0'];

export const flag: ReadCell = (cell) => {
  const word = cell.toLowerCase();
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : new Unfit('yes or no');
};

/** One of some words, by what it stands for. */
export const word =
  (words: Readonly<Record<string, string>>): ReadCell =>
  (cell) => {
    const known = Object.hasOwn(words, cell.toLowerCase()) ? words[cell.toLowerCase()] : undefined;
    if (known !== undefined) return known;
    const all = Object.keys(words);
    return new Unfit(`${all.slice(0, -1).join(', ')} or ${all.at(-1)}`);
  };

export const oneOf = (...words: readonly string[]): ReadCell =>
  word(Object.fromEntries(words.map((each) => [each, each])));

export const address: ReadCell = (cell) =>
  /^[^\s@]+@[^\s@]+$/.test(cell) && cell.length <= 320 ? cell : new Unfit('an e-mail address');

/** `destinations/<id>` */
export const subject: ReadCell = (cell) =>
  /^[a-z][a-z-]*\/\S+$/.test(cell)
    ? text('a subject')(cell)
    : new Unfit('a subject such as destinations/<id>');
