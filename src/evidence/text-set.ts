/**
 * A set of texts that keeps 64 bits of each: of a million it takes sixteen megabytes at most. Two of a million texts fall
 * together by chance once in ten million such sets. Who uses it says what that would come to.
 */

const FIRST_PLACES = 64;
/** Of the places at most so many are taken, or looking for a free one would take long. */
const MOST_TAKEN = 0.6;

/** What has been seen. */
export class TextSet {
  size = 0;
  /** Two numbers a place; both zero: free. */
  #places = new Int32Array(2 * FIRST_PLACES);
  // Of the text that is looked at: a pair of its own for each would be half of what a run throws away.
  #high = 0;
  #low = 0;

  /** Adds a text; returns whether it is new. */
  add(text: string): boolean {
    if (this.size + 1 > (this.#places.length / 2) * MOST_TAKEN) this.#grow();
    this.#hash(text);
    if (!put(this.#places, this.#high, this.#low)) return false;
    this.size += 1;
    return true;
  }

  has(text: string): boolean {
    this.#hash(text);
    return !isFree(this.#places, placeOf(this.#places, this.#high, this.#low));
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.#places.length);
    for (let at = 0; at < this.#places.length; at += 2) {
      const [high, low] = [this.#places[at] ?? 0, this.#places[at + 1] ?? 0];
      if (high !== 0 || low !== 0) put(larger, high, low);
    }
    this.#places = larger;
  }

  /** Two hashes that share nothing but their shape: multiply by an odd number, turn, and mix at the end. */
  #hash(text: string): void {
    let high = 0x9e3779b9 | 0;
    let low = 0x85ebca6b | 0;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      high = turned(Math.imul(high ^ code, 0xcc9e2d51), 15);
      low = turned(Math.imul(low ^ code, 0x1b873593), 13);
    }
    this.#high = mixed(high ^ text.length);
    this.#low = mixed((low + high) | 0);
    // Both zero is a free place.
    if (this.#high === 0 && this.#low === 0) this.#low = 1;
  }
}

/** Returns whether it was not there. */
function put(places: Int32Array, high: number, low: number): boolean {
  const place = placeOf(places, high, low);
  if (!isFree(places, place)) return false;
  places[2 * place] = high;
  places[2 * place + 1] = low;
  return true;
}

/** Where it stands, or the free place where it would. */
function placeOf(places: Int32Array, high: number, low: number): number {
  const mask = places.length / 2 - 1;
  let place = low & mask;
  while (!isFree(places, place) && (places[2 * place] !== high || places[2 * place + 1] !== low)) {
    place = (place + 1) & mask;
  }
  return place;
}

function isFree(places: Int32Array, place: number): boolean {
  return places[2 * place] === 0 && places[2 * place + 1] === 0;
}

const turned = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits));

function mixed(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
