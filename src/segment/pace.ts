/**
 * When the next request may go: by the connection's own limit until the server tells its own,
 * and by the documented limit of the operation. The server's answer is the truth, this a courtesy.
 */

import PQueue from 'p-queue';
import type { SharedPace } from './shared-pace.ts';
import { Window } from './window.ts';

/** Requests under way at once of an operation with a limit of its own. */
const LANE_WIDTH = 2;
/** Segment counts by the minute. A reset later than this tells of a wrong clock, here or there. */
const LATEST_RESET_MS = 150_000;

/** What a response says about the rate. */
export interface RateReport {
  readonly remaining: number;
  readonly resetAtMs: number;
}

export interface PaceOptions {
  /** Requests a minute while the server has not said. */
  readonly requestsPerMinute: number;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** What all connections behind one address may do together. */
  readonly shared?: SharedPace | undefined;
}

/** How a caller waits for a turn; rejects when they may wait no longer. */
type Wait = (ms: number) => Promise<void>;

/** The pace of one connection. */
export class Pace {
  readonly #options: PaceOptions;
  readonly #connection: Window;
  readonly #operations = new Map<string, Window>();
  readonly #lanes = new Map<string, PQueue>();
  #report: RateReport | undefined;
  #sentSinceReport = 0;
  #heldUntilMs = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#connection = new Window(options.requestsPerMinute);
  }

  /**
   * Calls a function when it is the turn of an operation with a documented limit, few at a time: a caller that waits for a slow operation
   * must not hold the places of the others. Other operations go straight on.
   */
  async inTurn<T>(
    operationId: string,
    operationPerMinute: number | undefined,
    act: () => Promise<T>,
    wait: Wait = this.#options.sleep,
  ): Promise<T> {
    if (operationPerMinute === undefined) return act();
    const lane = this.#lanes.get(operationId) ?? new PQueue({ concurrency: LANE_WIDTH });
    this.#lanes.set(operationId, lane);
    return lane.add(async () => {
      for (;;) {
        const waitMs = this.#operations.get(operationId)?.waitMs(this.#options.nowMs()) ?? 0;
        if (waitMs <= 0) return act();
        await wait(waitMs);
      }
    });
  }

  /** Resolves when a request of this operation may be sent, and counts it as sent. Rejects as `wait` does. */
  async take(
    operationId: string,
    operationPerMinute?: number,
    wait: Wait = this.#options.sleep,
  ): Promise<void> {
    const turn = this.#options.shared?.turnFor(this);
    try {
      for (;;) {
        const ownMs = this.#waitMs(operationId, operationPerMinute);
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
    this.#operations.get(operationId)?.note(nowMs);
    this.#sentSinceReport += 1;
  }

  /** Takes note of what a response said. An older report of the same period does not replace a newer one. */
  observe(report: RateReport): void {
    // Else one mistaken header could hold a run back for years.
    if (report.resetAtMs - this.#options.nowMs() > LATEST_RESET_MS) return;
    const current = this.#report;
    if (current?.resetAtMs === report.resetAtMs && current.remaining <= report.remaining) return;
    this.#report = report;
    this.#sentSinceReport = 0;
  }

  /** Holds all requests of the connection back for a while: the server said that it is too many. */
  hold(ms: number): void {
    this.#heldUntilMs = Math.max(this.#heldUntilMs, this.#options.nowMs() + ms);
  }

  #waitMs(operationId: string, operationPerMinute: number | undefined): number {
    const nowMs = this.#options.nowMs();
    if (operationPerMinute !== undefined && !this.#operations.has(operationId)) {
      this.#operations.set(operationId, new Window(operationPerMinute));
    }
    const operationWait = this.#operations.get(operationId)?.waitMs(nowMs) ?? 0;
    return Math.max(this.#heldUntilMs - nowMs, operationWait, this.#connectionWaitMs(nowMs));
  }

  #connectionWaitMs(nowMs: number): number {
    const report = this.#report;
    if (report === undefined || report.resetAtMs <= nowMs) return this.#connection.waitMs(nowMs);
    return report.remaining > this.#sentSinceReport ? 0 : report.resetAtMs - nowMs;
  }
}
