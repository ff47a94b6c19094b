/** Finds any of many texts in another one, in time that grows with that one's length alone. Pure. */

/** A shorter one cannot be looked for. */
export const SHORTEST_NEEDLE_BYTES = 8;

const HASH_BASE = 257;
/** Bits in the first filter; a power of two. */
const FILTER_SIZE = 1 << 20;

/** Needles that begin alike, as addresses do: by their length, so that one look says whether any stands there. */
type Alike = Map<number, Set<string>>;

/** Finds any of many needles by a rolling hash over their first bytes. */
export class Finder {
  readonly #filter = new Uint8Array(FILTER_SIZE / 8);
  /** By the hash of how they begin. Nearly always one: a hundred thousand of them must not take a set each. */
  readonly #needles = new Map<number, string | Alike>();
  readonly #dropFactor: number;
  readonly #isMeant: (text: Buffer, start: number, end: number) => boolean;

  constructor(
    needles: readonly string[],
    isMeant: (text: Buffer, start: number, end: number) => boolean = () => true,
  ) {
    this.#isMeant = isMeant;
    let factor = 1;
    for (let i = 1; i < SHORTEST_NEEDLE_BYTES; i += 1) factor = Math.imul(factor, HASH_BASE);
    this.#dropFactor = factor;
    for (const needle of needles) this.#add(Buffer.from(needle));
  }

  isIn(text: Buffer): boolean {
    if (text.length < SHORTEST_NEEDLE_BYTES) return false;
    // Once: this loop goes through every byte that is stored.
    const filter = this.#filter;
    const dropFactor = this.#dropFactor;
    const last = text.length - SHORTEST_NEEDLE_BYTES;
    let hash = hashOf(text);
    for (let start = 0; ; start += 1) {
      const bit = hash & (FILTER_SIZE - 1);
      // Within bounds: asking whether each byte is there takes as long as all else.
      if (((filter[bit >> 3] as number) & (1 << (bit & 7))) !== 0 && this.#standsAt(text, start, hash)) {
        return true;
      }
      if (start === last) return false;
      const first = text[start] as number;
      const next = text[start + SHORTEST_NEEDLE_BYTES] as number;
      hash = (Math.imul(hash - Math.imul(first, dropFactor), HASH_BASE) + next) | 0;
    }
  }

  #add(needle: Buffer): void {
    const hash = hashOf(needle);
    const bit = hash & (FILTER_SIZE - 1);
    this.#filter[bit >> 3] = (this.#filter[bit >> 3] ?? 0) | (1 << (bit & 7));
    const known = this.#needles.get(hash);
    const text = needle.toString('latin1');
    if (known === undefined) this.#needles.set(hash, text);
    else if (typeof known === 'string') this.#needles.set(hash, alikeOf([known, text]));
    else addTo(known, text);
  }

  #standsAt(text: Buffer, start: number, hash: number): boolean {
    const found = this.#needles.get(hash) ?? [];
    if (typeof found === 'string') {
      const end = start + found.length;
      return text.toString('latin1', start, end) === found && this.#isMeant(text, start, end);
    }
    for (const [length, needles] of found) {
      const end = start + length;
      if (needles.has(text.toString('latin1', start, end)) && this.#isMeant(text, start, end)) return true;
    }
    return false;
  }
}

function alikeOf(needles: readonly string[]): Alike {
  const alike: Alike = new Map();
  for (const needle of needles) addTo(alike, needle);
  return alike;
}

function addTo(alike: Alike, needle: string): void {
  alike.set(needle.length, (alike.get(needle.length) ?? new Set()).add(needle));
}

function hashOf(bytes: Buffer): number {
  let hash = 0;
  for (let i = 0; i < SHORTEST_NEEDLE_BYTES; i += 1)
    hash = (Math.imul(hash, HASH_BASE) + (bytes[i] ?? 0)) | 0;
  return hash;
}
