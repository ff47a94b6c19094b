/**
 * The order in which those that share a queue go: the connections in turn, one request each, so that a large workspace
 * keeps no small one waiting; of one connection the most urgent first, then who came first.
 */

/** What a request says when it joins. */
export interface FairOptions {
  /** Requests of one owner count as one connection's. */
  readonly owner?: object;
  /** The larger goes first. */
  readonly priority?: number;
}

type Run = () => Promise<unknown>;

interface Line {
  readonly waiting: Map<number, Run[]>;
  count: number;
}

/** Whoever says no owner. */
const NOBODY = {};

/** The order of a PQueue. */
export class FairQueue {
  /** In the order in which they go next. */
  readonly #lines = new Map<object, Line>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  enqueue(run: Run, { owner = NOBODY, priority = 0 }: Partial<FairOptions> = {}): void {
    const line = this.#lines.get(owner) ?? { waiting: new Map<number, Run[]>(), count: 0 };
    const alike = line.waiting.get(priority);
    if (alike === undefined) line.waiting.set(priority, [run]);
    else alike.push(run);
    line.count += 1;
    this.#lines.set(owner, line);
    this.#size += 1;
  }

  dequeue(): Run | undefined {
    const [next] = this.#lines;
    if (next === undefined) return undefined;
    const [owner, line] = next;
    const priority = Math.max(...line.waiting.keys());
    const alike = line.waiting.get(priority) ?? [];
    const run = alike.shift();
    if (alike.length === 0) line.waiting.delete(priority);
    line.count -= 1;
    this.#size -= 1;
    // Behind the others, once it has had its turn.
    this.#lines.delete(owner);
    if (line.count > 0) this.#lines.set(owner, line);
    return run;
  }

  /** A PQueue asks for these to change what waits; nobody does here. */
  filter(): Run[] {
    return [];
  }

  setPriority(): void {}
}
