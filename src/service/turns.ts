/** Lets as many work at once as there is room for; who comes first goes first. */

interface Waiting {
  readonly cost: number;
  readonly begin: () => void;
}

export class Turns {
  readonly #waiting: Waiting[] = [];
  readonly #room: number;
  #taken = 0;

  constructor(room: number) {
    this.#room = room;
  }

  /** Acts when there is room for it; alone, if it wants more than there ever is. */
  async take<T>(cost: number, act: () => Promise<T>): Promise<T> {
    await new Promise<void>((begin) => {
      this.#waiting.push({ cost, begin });
      this.#letIn();
    });
    try {
      return await act();
    } finally {
      this.#taken -= cost;
      this.#letIn();
    }
  }

  #letIn(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#taken > 0 && this.#taken + next.cost > this.#room) return;
      this.#waiting.shift();
      this.#taken += next.cost;
      next.begin();
    }
  }
}
