/**
 * Between slots: tells the channels again what they have not taken, soon after a run and then at growing
 * intervals, so that nothing waits for the next slot. Knows no channel and no store: all that is handed in.
 */

export interface RetellingDeps {
  readonly now: () => Date;
  /** Tells what is owed; resolves to whether something is left. */
  readonly tell: (name: string) => Promise<boolean>;
  readonly onFailure: (name: string, error: unknown) => void;
}

/** While something is left, the next try waits 1, 2, 4 … minutes, at most an hour. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 60 * 60 * 1000;

interface Due {
  readonly atMs: number;
  readonly tries: number;
}

export class Retelling {
  readonly #deps: RetellingDeps;
  readonly #due = new Map<string, Due>();

  constructor(deps: RetellingDeps) {
    this.#deps = deps;
  }

  /** Something may be owed to the channels of this connection: after a run, and when the process begins. */
  expect(name: string): void {
    this.#due.set(name, { atMs: this.#deps.now().getTime(), tries: 0 });
  }

  /** Tells again if it is time to. Never throws: the next run tells whatever this could not. */
  async act(name: string): Promise<void> {
    const due = this.#due.get(name);
    const nowMs = this.#deps.now().getTime();
    // A time far ahead was set by a clock that was wrong.
    if (due === undefined || (nowMs < due.atMs && due.atMs - nowMs <= LONGEST_WAIT_MS)) return;
    if (await this.#isLeft(name)) {
      const waitMs = Math.min(FIRST_WAIT_MS * 2 ** due.tries, LONGEST_WAIT_MS);
      this.#due.set(name, { atMs: this.#deps.now().getTime() + waitMs, tries: due.tries + 1 });
    } else {
      this.#due.delete(name);
    }
  }

  async #isLeft(name: string): Promise<boolean> {
    try {
      return await this.#deps.tell(name);
    } catch (error) {
      this.#deps.onFailure(name, error);
      return true;
    }
  }
}
