/**
 * Who may send next. A place and the rate are given together, when both are there: who waits for the rate holds no
 * place, and who goes is chosen at that moment, not before. One clock wakes the queue, however many wait in it.
 */
import { type FairOptions, FairQueue } from './fair-queue.ts';
import type { Pace, PacedRequest } from './pace.ts';
import type { Turn } from './shared-pace.ts';

export interface RequestQueueOptions {
  readonly pace: Pace;
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly nowMs: () => number;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** One request that wants to be sent. */
export interface QueuedRequest extends PacedRequest, Omit<FairOptions, 'kind'> {
  /** Throws what it is to fail with, where there is no use in waiting so many milliseconds more; 0: in being sent now. */
  readonly assertWorth?: ((waitMs: number) => void) | undefined;
}

interface Waiting extends FairOptions {
  readonly request: QueuedRequest;
  readonly begin: () => void;
  readonly fail: (error: unknown) => void;
}

/** What a function returns that has to be called again. */
export const AGAIN = Symbol('again');

/** What those that share limits have in common. */
export class RequestQueue {
  readonly pace: Pace;
  readonly #options: RequestQueueOptions;
  readonly #waiting = new FairQueue<Waiting>();
  readonly #turn: Turn | undefined;
  #free: number;
  #alarm: { readonly atMs: number; readonly ending: AbortController } | undefined;

  constructor(options: RequestQueueOptions) {
    this.pace = options.pace;
    this.#options = options;
    this.#turn = options.pace.sharedTurn();
    this.#free = options.concurrency;
  }

  /**
   * Calls a function when a request may be sent, and counts it as sent; it holds its place until the function has ended.
   * Once more, and before what has not begun, when that returns `AGAIN`. Rejects as the function does, and as
   * `assertWorth` does.
   */
  async add<T>(request: QueuedRequest, act: (attempt: number) => Promise<T | typeof AGAIN>): Promise<T> {
    let turn = this.#join(request, request.priority);
    this.#go();
    for (let attempt = 1; ; attempt += 1) {
      await turn;
      try {
        const result = await act(attempt);
        if (result !== AGAIN) return result;
        turn = this.#join(request, Number.MAX_VALUE);
      } finally {
        this.#free += 1;
        this.#go();
      }
    }
  }

  #join(request: QueuedRequest, priority: number | undefined): Promise<void> {
    return new Promise((begin, fail) => {
      this.#waiting.add({ request, begin, fail, priority, owner: request.owner, kind: request.operationId });
    });
  }

  /** Ends at once what need not wait any longer. To be called when that may have changed. */
  recheck(): void {
    this.#endWhere(() => 0);
    this.#go();
  }

  #go(): void {
    while (this.#free > 0 && this.#waiting.size > 0) {
      const waitMs = this.#sendOne();
      if (waitMs === 0) continue;
      this.#endWhere((request) => Math.max(waitMs, this.pace.waitMs(request)));
      if (this.#waiting.size > 0) this.#wakeIn(waitMs);
      break;
    }
    if (this.#waiting.size > 0) return;
    this.#turn?.leave();
    this.#alarm?.ending.abort();
    this.#alarm = undefined;
  }

  /** Lets one go and returns 0, or how long until one may. */
  #sendOne(): number {
    let leastMs = Number.POSITIVE_INFINITY;
    const isDue = ({ request }: Waiting) => {
      const waitMs = this.pace.waitMs(request);
      leastMs = Math.min(leastMs, waitMs);
      return waitMs <= 0;
    };
    const sharedMs = this.#sharedMs(isDue);
    const next = sharedMs > 0 ? undefined : this.#waiting.next(isDue);
    if (next === undefined) return Math.max(leastMs, sharedMs);
    this.#send(next);
    return 0;
  }

  /** How long all connections behind one address let this one wait; who is held back otherwise holds up nobody there. */
  #sharedMs(isDue: (waiting: Waiting) => boolean): number {
    if (this.#turn === undefined) return 0;
    const due = Math.min(this.#free, this.#waiting.count(isDue));
    if (due > 0) return this.#turn.waitMs(due);
    this.#turn.leave();
    return 0;
  }

  #send({ request, begin, fail }: Waiting): void {
    try {
      request.assertWorth?.(0);
    } catch (error) {
      fail(error);
      return;
    }
    this.#turn?.take();
    this.pace.note(request);
    this.#free -= 1;
    begin();
  }

  #endWhere(waitMs: (request: QueuedRequest) => number): void {
    this.#waiting.remove(({ request, fail }) => {
      try {
        request.assertWorth?.(waitMs(request));
        return false;
      } catch (error) {
        fail(error);
        return true;
      }
    });
  }

  #wakeIn(ms: number): void {
    const atMs = this.#options.nowMs() + ms;
    if (this.#alarm !== undefined && this.#alarm.atMs <= atMs) return;
    this.#alarm?.ending.abort();
    const alarm = { atMs, ending: new AbortController() };
    this.#alarm = alarm;
    const act = (then: () => void) => {
      if (this.#alarm !== alarm) return;
      this.#alarm = undefined;
      then();
    };
    this.#options.sleep(ms, alarm.ending.signal).then(
      () => act(() => this.#go()),
      (error: unknown) => act(() => this.#endAll(error)),
    );
  }

  #endAll(error: unknown): void {
    this.#waiting.remove(({ fail }) => {
      fail(error);
      return true;
    });
    this.#go();
  }
}
