/** How many requests have been sent within the last minute, and when there is room for more. */

export const WINDOW_MS = 60_000;

/** At most so many in any minute. */
export class Window {
  readonly #limit: number;
  readonly #sentAtMs: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Returns how long until one more may go, when so many others go before it. */
  waitMs(nowMs: number, before = 0): number {
    const rounds = Math.floor(before / this.#limit);
    const place = this.#sentAtMs[this.#sentAtMs.length - this.#limit + (before % this.#limit)];
    if (place === undefined) return rounds * WINDOW_MS;
    return Math.max(0, place + WINDOW_MS - nowMs) + rounds * WINDOW_MS;
  }

  note(nowMs: number): void {
    this.#sentAtMs.push(nowMs);
    if (this.#sentAtMs.length > 2 * this.#limit)
      this.#sentAtMs.splice(0, this.#sentAtMs.length - this.#limit);
  }
}
