/**
 * When the next request may go: by the connection's own limit until the server tells its own,
 * and by the documented limit of the operation. The server's answer is the truth, this a courtesy.
 * Who waits, waits in `request-queue.ts`; here nobody does.
 */

import { Lane } from './lane.ts';
import type { SharedPace, Turn } from './shared-pace.ts';
import { type RateReport, resetInMs, ToldRate } from './told-rate.ts';
import { Window } from './window.ts';

export interface PaceOptions {
  /** Requests a minute while the server has not said. */
  readonly requestsPerMinute: number;
  readonly nowMs: () => number;
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
}

/**
 * Whose turn comes so shortly before a reset waits for it: its next turn comes with the next reset then, while what is kept
 * for it each minute would be left over each time.
 */
const NEAR_MS = 3_000;

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

  /** Returns what stands in the queue of all connections behind one address; absent: none do. */
  sharedTurn(): Turn | undefined {
    return this.#options.shared?.turnFor(this);
  }

  /** Returns how long until a request may go, as far as this connection goes. */
  waitMs(request: PacedRequest): number {
    const nowMs = this.#options.nowMs();
    const lane = this.#laneOf(request);
    const keptFor = (untilMs: number) => this.#dueBefore(untilMs - nowMs - NEAR_MS, lane);
    const connectionMs = this.#told.waitMs(nowMs, this.#connection.waitMs(nowMs), keptFor);
    return Math.max(this.#heldUntilMs - nowMs, lane?.waitMs() ?? 0, connectionMs);
  }

  /** A request is sent now. */
  note(request: PacedRequest): void {
    const nowMs = this.#options.nowMs();
    this.#connection.note(nowMs);
    this.#told.note(request, nowMs);
    this.#laneOf(request)?.note();
  }

  /** Says that a request will be made, until what is returned is called: what it needs is kept from those that can wait. */
  expect(request: PacedRequest): () => void {
    const lane = this.#laneOf(request);
    if (lane === undefined) return () => undefined;
    lane.wanted += 1;
    return () => {
      lane.wanted -= 1;
    };
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
    if (requestsPerMinute === undefined || this.#options.areOperationsLimited === false) return undefined;
    const lane = this.#lanes.get(operationId) ?? new Lane(requestsPerMinute, this.#options.nowMs);
    this.#lanes.set(operationId, lane);
    return lane;
  }

  /** How many requests of slower operations may go within so long: who is faster can make up for it later, they cannot. */
  #dueBefore(ms: number, lane: Lane | undefined): number {
    let due = 0;
    for (const other of this.#lanes.values()) {
      if (other.wanted > 0 && other.perMinute < (lane?.perMinute ?? Number.POSITIVE_INFINITY))
        due += other.dueWithin(ms);
    }
    return due;
  }
}
