/**
 * Seeded randomness. The same parts give the same numbers on every machine and Node version:
 * 32-bit integer arithmetic only, no floating point functions, no locale, no clock.
 * The simulator invents its whole workspace from this; nothing here is fit for secrets.
 */

const BASE57 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const HEX = '0123456789abcdef';

/** A stream of pseudo-random values; every call moves it one step. */
export interface Random {
  /** An integer from 0 to 4294967295. */
  next(): number;
  /** An integer from 0 to `limit - 1`. */
  below(limit: number): number;
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True in about `percent` of a hundred calls. */
  chance(percent: number): boolean;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** `length` characters of an alphabet. */
  text(length: number, alphabet: string): string;
}

/** Returns four 32-bit seeds mixed from a text (FNV-1a, then an avalanche a seed). */
function seedsOf(text: string): [number, number, number, number] {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  const mix = (salt: number): number => {
    let value = (hash ^ salt) >>> 0;
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    return (value ^ (value >>> 16)) >>> 0;
  };
  return [mix(0x9e3779b9), mix(0x243f6a88), mix(0xb7e15162), mix(text.length)];
}

/** Returns the stream named by its parts, for example `createRandom(1, 'sources', 12)`. */
export function createRandom(...parts: readonly (string | number)[]): Random {
  let [a, b, c, d] = seedsOf(parts.join('/'));
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  const below = (limit: number): number => next() % limit;
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[below(list.length)];
    if (chosen === undefined) throw new RangeError('pick: expected a list that is not empty');
    return chosen;
  };
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (percent) => below(100) < percent,
    pick,
    text: (length, alphabet) => {
      let text = '';
      for (let index = 0; index < length; index += 1) text += alphabet.charAt(below(alphabet.length));
      return text;
    },
  };
}

/** Returns a 22-character id, the shape of workspaces, users, sources and warehouses. */
export function shortId(...parts: readonly (string | number)[]): string {
  return createRandom('short-id', ...parts).text(22, BASE57);
}

/** Returns a 27-character id, the shape of roles and groups. */
export function sortableId(...parts: readonly (string | number)[]): string {
  return `2${createRandom('sortable-id', ...parts).text(26, BASE62)}`;
}

/** Returns 24 hexadecimal digits, the shape of destinations and catalogue entries. */
export function hexId(...parts: readonly (string | number)[]): string {
  return createRandom('hex-id', ...parts).text(24, HEX);
}

/** Returns `length` letters and digits: write keys, passwords and tokens of the fictional company. */
export function secretText(length: number, ...parts: readonly (string | number)[]): string {
  return createRandom('secret-text', ...parts).text(length, BASE62);
}

/** Returns the indexes 0..length-1 in an order that only the parts decide. */
export function shuffledIndexes(length: number, ...parts: readonly (string | number)[]): number[] {
  const random = createRandom('shuffle', ...parts);
  const indexes = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const kept = indexes[last] ?? last;
    indexes[last] = indexes[other] ?? other;
    indexes[other] = kept;
  }
  return indexes;
}

/** Returns the element at an index of a list that starts over at its end. */
export function cycled<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined)
    throw new RangeError('cycled: expected a list that is not empty, and an index from 0');
  return item;
}
