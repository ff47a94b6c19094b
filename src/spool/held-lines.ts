/**
 * The lines that a spool holds in memory: their bytes one behind another in blocks, outside of the heap that is searched
 * for garbage, and their keys. Lines held as text would be moved about by one collection of garbage after the other.
 */
import type { KeyedLine } from '../evidence/line-block.ts';
import { BLOCK_BYTES, type Room } from './room.ts';

/** UTF-8 takes at most so many bytes for a UTF-16 code unit. */
const MOST_BYTES_A_UNIT = 3;
/** Given back at a time. */
const BATCH = 64;

export class HeldLines {
  /** Of keys and lines, in UTF-16 code units. */
  characters = 0;
  readonly #room: Room;
  #blocks: Buffer[] = [];
  /** Those of the blocks that are the room's; the others are each one long line. */
  #taken: Buffer[] = [];
  /** Which block is being filled, and how far. */
  #open = -1;
  #used = 0;
  #keys: string[] = [];
  /** Of each line: its block, where it begins in it and where it ends. */
  #places: number[] = [];

  constructor(room: Room) {
    this.#room = room;
  }

  /** What it takes of the room. */
  get roomBytes(): number {
    return this.#taken.length * BLOCK_BYTES;
  }

  add({ key, line }: KeyedLine): void {
    this.#keys.push(key);
    this.#keep(line);
    this.characters += key.length + line.length;
  }

  /** Yields the lines by key, then by line, in UTF-16 code units; some at a time. */
  async *sorted(): AsyncGenerator<readonly KeyedLine[]> {
    const order = this.#sort();
    for (let start = 0; start < order.length; start += BATCH) {
      yield order.slice(start, start + BATCH).map((index) => {
        return { key: this.#keyAt(index), line: this.#textAt(index) };
      });
    }
  }

  /** Yields keys and the bytes of their lines, in the same order. The bytes are good until the lines are forgotten. */
  *entries(): Generator<readonly [string, Buffer]> {
    for (const index of this.#sort()) yield [this.#keyAt(index), this.#bytesAt(index)];
  }

  /** Forgets all lines, and gives back the room that they took. */
  clear(): void {
    this.#room.giveBack(this.#taken);
    this.#taken = [];
    this.#blocks = [];
    this.#open = -1;
    this.#used = 0;
    this.#keys = [];
    this.#places = [];
    this.characters = 0;
  }

  #keep(line: string): void {
    const most = line.length * MOST_BYTES_A_UNIT;
    if (most > BLOCK_BYTES) {
      // It could be longer than a block: it gets memory of its own.
      const bytes = Buffer.from(line);
      this.#places.push(this.#blocks.push(bytes) - 1, 0, bytes.length);
      return;
    }
    if (this.#open === -1 || this.#used + most > BLOCK_BYTES) this.#openBlock();
    const start = this.#used;
    this.#used += this.#blocks[this.#open]?.write(line, start, 'utf8') ?? 0;
    this.#places.push(this.#open, start, this.#used);
  }

  #openBlock(): void {
    const block = this.#room.take();
    this.#taken.push(block);
    this.#open = this.#blocks.push(block) - 1;
    this.#used = 0;
  }

  #sort(): readonly number[] {
    return this.#keys.map((_, index) => index).sort((a, b) => this.#compare(a, b));
  }

  #compare(a: number, b: number): number {
    const [one, other] = [this.#keyAt(a), this.#keyAt(b)];
    if (one !== other) return one < other ? -1 : 1;
    const [line, otherLine] = [this.#textAt(a), this.#textAt(b)];
    return line === otherLine ? 0 : line < otherLine ? -1 : 1;
  }

  #keyAt(index: number): string {
    return this.#keys[index] ?? '';
  }

  #textAt(index: number): string {
    return this.#bytesAt(index).toString('utf8');
  }

  #bytesAt(index: number): Buffer {
    const bytes = this.#blocks[this.#places[3 * index] ?? -1];
    if (bytes === undefined) throw new Error(`hold lines: expected line ${index}, got none`);
    return bytes.subarray(this.#places[3 * index + 1], this.#places[3 * index + 2]);
  }
}
