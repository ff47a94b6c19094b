/**
 * Whether requests may still be made: until the time for reading is over, or the token is known to be dead.
 * A request that waits for a turn fails at once, not when its turn comes.
 */
import { SegmentError } from '../errors.ts';

export interface GateOptions {
  /** Milliseconds since 1970 by the clock of `nowMs`; absent: whenever. */
  readonly untilMs?: number | undefined;
  readonly nowMs: () => number;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What all requests of one token go through. */
export class Gate {
  readonly #options: GateOptions;
  readonly #closing = new AbortController();
  #closedBy: SegmentError | undefined;
  #onClose: (() => void) | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Lets nothing through any more; the first reason stays. */
  close(error: SegmentError): void {
    this.#closedBy ??= error;
    this.#closing.abort();
    this.#onClose?.();
  }

  /** Calls a function once it is closed. */
  onClose(act: () => void): void {
    this.#onClose = act;
  }

  /** Milliseconds that are left, `graceMs` more for what must still be asked when the time is over. */
  leftMs(graceMs = 0): number {
    const { untilMs = Number.POSITIVE_INFINITY, nowMs } = this.#options;
    return Math.max(0, untilMs + graceMs - nowMs());
  }

  /** @throws SegmentError what it was closed with; TIME_SPENT */
  assertOpen(what: string, graceMs = 0): void {
    if (this.#closedBy !== undefined) throw this.#closedBy;
    if (this.leftMs(graceMs) <= 0) throw timeSpent(what);
  }

  /** @throws SegmentError like `assertOpen`, and when it is over before so long */
  assertWorth(waitMs: number, what: string, graceMs = 0): void {
    this.assertOpen(what, graceMs);
    if (waitMs >= this.leftMs(graceMs)) throw timeSpent(what);
  }

  /** Waits, but not for what could only be too late. @throws SegmentError like `assertWorth` */
  async wait(ms: number, what: string, graceMs = 0): Promise<void> {
    this.assertWorth(ms, what, graceMs);
    // A signal of its own for each who waits: of one that many listen to Node.js warns.
    await this.#options.sleep(ms, AbortSignal.any([this.#closing.signal]));
    this.assertOpen(what, graceMs);
  }
}

/** Returns the error of what did not fit into the time. `what` is for messages. */
export function timeSpent(what: string): SegmentError {
  return new SegmentError({
    code: 'TIME_SPENT',
    message: `${what}: expected time left for this run, got none`,
  });
}
