/** The turns of one operation that Segment limits on its own: two a minute, say. */
import { Window } from './window.ts';

/** Made for one operation of one pace. */
export class Lane {
  readonly perMinute: number;
  readonly #window: Window;
  readonly #nowMs: () => number;
  #heldUntilMs = 0;
  /** Requests that wait for their turn or for their answer, which another may follow. */
  wanted = 0;

  constructor(perMinute: number, nowMs: () => number) {
    this.perMinute = perMinute;
    this.#window = new Window(perMinute);
    this.#nowMs = nowMs;
  }

  /** Returns how long until one may go, when so many go before it. */
  waitMs(before = 0): number {
    const nowMs = this.#nowMs();
    return Math.max(this.#heldUntilMs - nowMs, this.#window.waitMs(nowMs, before));
  }

  /** Returns how many of those that are wanted may go within so long. */
  dueWithin(ms: number): number {
    let count = 0;
    while (count < this.wanted && this.waitMs(count) < ms) count += 1;
    return count;
  }

  /** A request of this operation was sent. */
  note(): void {
    this.#window.note(this.#nowMs());
  }

  /** Lets nobody go for a while. */
  hold(ms: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, this.#nowMs() + ms);
  }
}
