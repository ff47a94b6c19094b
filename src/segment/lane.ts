/**
 * The turns of one operation that Segment limits on its own: two a minute, say. Who waits for such a turn waits here
 * and holds no place of the others; who is let through may send as far as this limit goes.
 */
import PQueue from 'p-queue';
import { type FairOptions, FairQueue } from './fair-queue.ts';
import { Window } from './window.ts';

/** Waits, and rejects when there is no use in it. */
export type Wait = (ms: number) => Promise<void>;

/** Made for one operation of one pace. */
export class Lane {
  readonly #window: Window;
  readonly #nowMs: () => number;
  readonly #door = new PQueue<FairQueue, FairOptions>({ concurrency: 1, queueClass: FairQueue });
  /** Let through and not sent yet. */
  #admitted = 0;
  #heldUntilMs = 0;

  constructor(perMinute: number, nowMs: () => number) {
    this.#window = new Window(perMinute);
    this.#nowMs = nowMs;
  }

  /**
   * Resolves when one more may go, with what says that it was sent or given up: until then it counts as one of those
   * that go before others. Rejects as `wait` does.
   */
  async admit(wait: Wait, owner: object): Promise<() => void> {
    return this.#door.add(
      async () => {
        for (;;) {
          const waitMs = this.waitMs(this.#admitted);
          if (waitMs <= 0) break;
          await wait(waitMs);
        }
        this.#admitted += 1;
        let isOpen = true;
        return () => {
          if (isOpen) this.#admitted -= 1;
          isOpen = false;
        };
      },
      { owner },
    );
  }

  /** Returns how long until one may go, when so many go before it. */
  waitMs(before = 0): number {
    const nowMs = this.#nowMs();
    return Math.max(this.#heldUntilMs - nowMs, this.#window.waitMs(nowMs, before));
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
