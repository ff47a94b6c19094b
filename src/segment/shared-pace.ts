/**
 * The pace of all connections behind one address together. Those that wait go in rounds, one request of each
 * a round: a large workspace keeps no small one waiting. Nobody wakes another; each is told how long to wait.
 */

import { Window } from './window.ts';

/** After this they look again: some of those before them may have gone without sending. */
const LONGEST_NAP_MS = 5_000;

/** The place of one connection among those that may have to wait for the shared pace. */
export interface Turn {
  /**
   * Stands in the queue from here on, with so many requests that could go if this pace let them; returns after how long
   * to ask again: 0 when the first may go now.
   */
  waitMs(requests: number): number;
  /** Counts one as sent, and leaves the queue. */
  take(): void;
  /** Leaves the queue without sending: who is held back by another limit holds up nobody. */
  leave(): void;
}

export interface SharedPaceOptions {
  readonly requestsPerMinute: number;
  readonly nowMs: () => number;
}

interface Waiting {
  /** Of the first; fixed when it joins, so that nobody's place gets worse but by those of an earlier round. */
  readonly round: number;
  /** One goes in each round from that on. */
  readonly requests: number;
}

export class SharedPace {
  readonly #nowMs: () => number;
  readonly #window: Window;
  /** In the order in which they came. */
  readonly #waiting = new Map<Turn, Waiting>();
  /** The last round in which an owner sent something. */
  readonly #sent = new WeakMap<object, number>();
  /** The round that is being sent. */
  #round = 1;

  constructor({ requestsPerMinute, nowMs }: SharedPaceOptions) {
    this.#nowMs = nowMs;
    this.#window = new Window(requestsPerMinute);
  }

  /** Returns the turn of `owner`, whose requests count as one connection's. */
  turnFor(owner: object): Turn {
    const turn: Turn = {
      waitMs: (requests) => {
        const round = this.#waiting.get(turn)?.round ?? this.#nextRound(owner);
        const waiting = { round, requests };
        this.#waiting.set(turn, waiting);
        const waitMs = this.#window.waitMs(this.#nowMs(), this.#before(turn, waiting));
        return Math.min(waitMs, LONGEST_NAP_MS);
      },
      take: () => {
        const { round } = this.#waiting.get(turn) ?? { round: this.#nextRound(owner) };
        this.#waiting.delete(turn);
        this.#window.note(this.#nowMs());
        this.#sent.set(owner, Math.max(round, this.#sent.get(owner) ?? 0));
        this.#round = Math.max(round, this.#round);
      },
      leave: () => void this.#waiting.delete(turn),
    };
    return turn;
  }

  #nextRound(owner: object): number {
    return Math.max(this.#round, (this.#sent.get(owner) ?? 0) + 1);
  }

  /** How many go first: those of earlier rounds, and of the same round those of who came before. */
  #before(turn: Turn, { round }: Waiting): number {
    let count = 0;
    let hasCome = false;
    for (const [other, waiting] of this.#waiting) {
      if (other === turn) hasCome = true;
      else count += Math.min(waiting.requests, Math.max(0, round - waiting.round + (hasCome ? 0 : 1)));
    }
    return count;
  }
}
