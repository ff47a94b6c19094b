/**
 * The lines that a spool holds in memory: their bytes one behind another, outside of the heap that is searched for
 * garbage, and their keys. Lines held as text would be moved about by one collection of garbage after the other.
 */
import type { KeyedLine } from '../evidence/artifact.ts';

const FEWEST_BYTES = 4 * 1024;
/** UTF-8 takes at most so many bytes for a UTF-16 code unit. */
const MOST_BYTES_A_UNIT = 3;
/** Given back at a time. */
const BATCH = 64;

export class HeldLines {
  /** Of keys and lines, in UTF-16 code units. */
  characters = 0;
  #keys: string[] = [];
  /** Where each line ends; it begins where the one before it ends. */
  #ends: number[] = [];
  #bytes = Buffer.alloc(0);
  #used = 0;

  add({ key, line }: KeyedLine): void {
    this.#makeRoom(line.length * MOST_BYTES_A_UNIT);
    this.#used += this.#bytes.write(line, this.#used, 'utf8');
    this.#keys.push(key);
    this.#ends.push(this.#used);
    this.characters += key.length + line.length;
  }

  /** Yields the lines by key, then by line, in UTF-16 code units; some at a time. */
  async *sorted(): AsyncGenerator<readonly KeyedLine[]> {
    const order = this.#sort();
    for (let start = 0; start < order.length; start += BATCH) {
      yield order.slice(start, start + BATCH).map((index) => {
        return { key: this.#keyAt(index), line: this.#bytesAt(index).toString('utf8') };
      });
    }
  }

  /** Yields keys and the bytes of their lines, in the same order. The bytes are good until more lines are held. */
  *entries(): Generator<readonly [string, Buffer]> {
    for (const index of this.#sort()) yield [this.#keyAt(index), this.#bytesAt(index)];
  }

  /** Forgets all lines, and keeps the room they took for the next ones. */
  clear(): void {
    this.#keys = [];
    this.#ends = [];
    this.#used = 0;
    this.characters = 0;
  }

  /** Forgets all lines. */
  free(): void {
    this.clear();
    this.#bytes = Buffer.alloc(0);
  }

  #makeRoom(bytes: number): void {
    const needed = this.#used + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length, FEWEST_BYTES));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }

  #sort(): readonly number[] {
    return this.#keys.map((_, index) => index).sort((a, b) => this.#compare(a, b));
  }

  #compare(a: number, b: number): number {
    const [one, other] = [this.#keyAt(a), this.#keyAt(b)];
    if (one !== other) return one < other ? -1 : 1;
    const [line, otherLine] = [this.#bytesAt(a).toString('utf8'), this.#bytesAt(b).toString('utf8')];
    return line === otherLine ? 0 : line < otherLine ? -1 : 1;
  }

  #keyAt(index: number): string {
    return this.#keys[index] ?? '';
  }

  #bytesAt(index: number): Buffer {
    return this.#bytes.subarray(this.#ends[index - 1] ?? 0, this.#ends[index]);
  }
}
