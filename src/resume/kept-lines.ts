/**
 * Lines that wait to be written into a resume point: a few in memory, more of them where the records wait. A large run
 * makes a hundred thousand of them, and most runs never need one.
 */
import type { LineSpool } from '../segment/collect.ts';

/** Held in memory at most; about as much text as a spool holds at least. */
const MOST_HELD = 100;
/** Digits of a line's number: they come back in the order in which they were added. */
const DIGITS = 12;

/** Add lines, read them once, close it. */
export class KeptLines {
  readonly #newSpool: () => LineSpool;
  #held: string[] = [];
  #spool: LineSpool | undefined;
  #moved = 0;
  #moving: Promise<void> = Promise.resolve();

  constructor(newSpool: () => LineSpool) {
    this.#newSpool = newSpool;
  }

  add(line: string): void {
    this.#held.push(line);
    if (this.#held.length < MOST_HELD) return;
    const lines = this.#held;
    this.#held = [];
    this.#moving = this.#moving.then(() => this.#move(lines));
    // Whoever reads the lines hears of it.
    this.#moving.catch(() => undefined);
  }

  /** Yields the lines in their order. @throws MachineError where some could not be put on disk */
  async *lines(): AsyncGenerator<string> {
    await this.#moving;
    for await (const lines of this.#spool?.sorted() ?? []) for (const { line } of lines) yield line;
    yield* this.#held;
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#moving]);
    this.#held = [];
    await this.#spool?.close();
  }

  async #move(lines: readonly string[]): Promise<void> {
    this.#spool ??= this.#newSpool();
    for (const line of lines) {
      await this.#spool.add({ key: String(this.#moved).padStart(DIGITS, '0'), line });
      this.#moved += 1;
    }
  }
}
