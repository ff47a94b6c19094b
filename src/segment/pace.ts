/**
 * When the next request may go: by the connection's own limit until the server tells its own,
 * and by the documented limit of the operation. The server's answer is the truth, this a courtesy.
 */

import { Lane, type Wait } from './lane.ts';
import type { SharedPace } from './shared-pace.ts';
import { type RateReport, resetInMs, ToldRate } from './told-rate.ts';
import { Window } from './window.ts';

export interface PaceOptions {
  /** Requests a minute while the server has not said. */
  readonly requestsPerMinute: number;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether single operations keep to limits of their own; default: they do. */
  readonly areOperationsLimited?: boolean | undefined;
  /** What all connections behind one address may do together. */
  readonly shared?: SharedPace | undefined;
}

/** One request, as far as its turn goes. */
export interface PacedRequest {
  readonly operationId: string;
  /** The operation's documented limit, if it has one. */
  readonly requestsPerMinute?: number | undefined;
  /** Says that it was sent; from `admit`. */
  readonly onSent?: (() => void) | undefined;
}

/** The pace of one connection. */
export class Pace {
  readonly #options: PaceOptions;
  readonly #connection: Window;
  readonly #lanes = new Map<string, Lane>();
  readonly #told = new ToldRate();
  /** Sent, and not answered yet. */
  #underWay = 0;
  #heldUntilMs = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#connection = new Window(options.requestsPerMinute);
  }

  /** Where none is, none needs to begin before the others. */
  get areOperationsLimited(): boolean {
    return this.#options.areOperationsLimited !== false;
  }

  /**
   * Calls a function when it is the turn of an operation with a documented limit: a caller that waits for a slow
   * operation must not hold the places of the others. Other operations go straight on. `owner` is whose it is: those
   * that share a pace go in turn.
   */
  async inTurn<T>(
    request: PacedRequest,
    act: (onSent: (() => void) | undefined) => Promise<T>,
    wait: Wait = this.#options.sleep,
    owner: object = this,
  ): Promise<T> {
    const lane = this.#laneOf(request);
    if (lane === undefined) return act(undefined);
    const release = await lane.admit(wait, owner);
    try {
      return await act(release);
    } finally {
      release();
    }
  }

  /** Resolves when a request may be sent, and counts it as sent. Rejects as `wait` does. */
  async take(request: PacedRequest, wait: Wait = this.#options.sleep): Promise<void> {
    const lane = this.#laneOf(request);
    const turn = this.#options.shared?.turnFor(this);
    try {
      for (;;) {
        const ownMs = this.#waitMs(lane);
        if (ownMs > 0) turn?.leave();
        const waitMs = ownMs > 0 ? ownMs : (turn?.waitMs() ?? 0);
        if (waitMs <= 0) break;
        await wait(waitMs);
      }
      turn?.take();
    } finally {
      turn?.leave();
    }
    const nowMs = this.#options.nowMs();
    this.#connection.note(nowMs);
    this.#told.note(request, nowMs);
    lane?.note();
    request.onSent?.();
  }

  /** Counts a request as on its way while it is. */
  async underWay<T>(send: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await send();
    } finally {
      this.#underWay -= 1;
    }
  }

  /**
   * Takes note of what the answer to a request says, where it says anything. Of an operation with a limit of its own
   * nobody knows which of the two limits it is about: one that is spent holds that operation back, and no other.
   */
  observe(report: RateReport | undefined, request: PacedRequest): void {
    const nowMs = this.#options.nowMs();
    const lane = this.#laneOf(request);
    if (lane === undefined) {
      this.#told.observe(report, request, nowMs, this.#underWay);
      return;
    }
    this.#told.answered(request);
    if (report !== undefined && report.remaining <= 0) lane.hold(resetInMs(report, nowMs) ?? 0);
  }

  /** The server said that it is too many: holds back that operation if it has a limit of its own, otherwise all. */
  hold(ms: number, request?: PacedRequest): void {
    const lane = request === undefined ? undefined : this.#laneOf(request);
    if (lane === undefined) this.#heldUntilMs = Math.max(this.#heldUntilMs, this.#options.nowMs() + ms);
    else lane.hold(ms);
  }

  /** Returns how long so many requests of an operation take at least from now on, without the last answer. */
  leastMs(request: PacedRequest, requests: number): number {
    return requests < 1 ? 0 : (this.#laneOf(request)?.waitMs(requests - 1) ?? 0);
  }

  #laneOf({ operationId, requestsPerMinute }: PacedRequest): Lane | undefined {
    if (requestsPerMinute === undefined || !this.areOperationsLimited) return undefined;
    const lane = this.#lanes.get(operationId) ?? new Lane(requestsPerMinute, this.#options.nowMs);
    this.#lanes.set(operationId, lane);
    return lane;
  }

  #waitMs(lane: Lane | undefined): number {
    const nowMs = this.#options.nowMs();
    const connectionMs = this.#told.waitMs(nowMs, this.#connection.waitMs(nowMs));
    return Math.max(this.#heldUntilMs - nowMs, lane?.waitMs() ?? 0, connectionMs);
  }
}
