/**
 * The pace of all connections behind one address together. Those that wait go in rounds, one request of each
 * a round: a large workspace keeps no small one waiting. Nobody wakes another; each is told how long to wait.
 */

import { Window } from './window.ts';

/** After this they look again: some of those before them may have gone without sending. */
const LONGEST_NAP_MS = 5_000;

/** One request that may have to wait for the shared pace. */
export interface Turn {
  /** Stands in the queue from here on; returns after how long to ask again: 0 when it may go now. */
  waitMs(): number;
  /** Counts it as sent, and leaves the queue. */
  take(): void;
  /** Leaves the queue without sending: who is held back by another limit holds up nobody. */
  leave(): void;
}

export interface SharedPaceOptions {
  readonly requestsPerMinute: number;
  readonly nowMs: () => number;
}

interface Waiting {
  readonly owner: object;
  /** Fixed when it joins, so that nobody's place gets worse but by those of an earlier round. */
  readonly round: number;
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

  /** Returns a turn for one request of `owner`, whose requests count as one connection's. */
  turnFor(owner: object): Turn {
    const turn: Turn = {
      waitMs: () => {
        const waiting = this.#waiting.get(turn) ?? { owner, round: this.#nextRound(owner) };
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
    let last = Math.max(this.#round - 1, this.#sent.get(owner) ?? 0);
    for (const other of this.#waiting.values()) {
      if (other.owner === owner) last = Math.max(last, other.round);
    }
    return last + 1;
  }

  /** How many go first: those of earlier rounds, and of its own those that came before. */
  #before(turn: Turn, { round }: Waiting): number {
    let count = 0;
    let hasCome = false;
    for (const [other, waiting] of this.#waiting) {
      if (other === turn) hasCome = true;
      else if (waiting.round < round || (waiting.round === round && !hasCome)) count += 1;
    }
    return count;
  }
}
