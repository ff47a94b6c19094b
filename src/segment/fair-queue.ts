/**
 * The order in which those that share a queue go: the connections in turn, one request each, so that a large workspace
 * keeps no small one waiting; of one connection the most urgent first; of those the operations in turn, so that large pages,
 * which take work, and small answers, which take time, come side by side.
 */

/** What a request says when it joins. */
export interface FairOptions {
  /** Requests of one owner count as one connection's. */
  readonly owner?: object;
  /** The larger goes first. */
  readonly priority?: number;
  /** Those of one kind go in the order in which they came. */
  readonly kind?: string | undefined;
}

type Run = () => Promise<unknown>;

/** By kind, in the order in which they go next. */
type Alike = Map<string, Run[]>;

interface Line {
  /** By priority. */
  readonly waiting: Map<number, Alike>;
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

  enqueue(run: Run, { owner = NOBODY, priority = 0, kind = '' }: Partial<FairOptions> = {}): void {
    const line = this.#lines.get(owner) ?? { waiting: new Map<number, Alike>(), count: 0 };
    const alike: Alike = line.waiting.get(priority) ?? new Map();
    const runs = alike.get(kind);
    if (runs === undefined) alike.set(kind, [run]);
    else runs.push(run);
    line.waiting.set(priority, alike);
    line.count += 1;
    this.#lines.set(owner, line);
    this.#size += 1;
  }

  dequeue(): Run | undefined {
    const [next] = this.#lines;
    if (next === undefined) return undefined;
    const [owner, line] = next;
    const priority = Math.max(...line.waiting.keys());
    const alike: Alike = line.waiting.get(priority) ?? new Map();
    const run = nextOf(alike);
    if (alike.size === 0) line.waiting.delete(priority);
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

/** Takes the next one out; its kind goes behind the others. */
function nextOf(alike: Alike): Run | undefined {
  const [next] = alike;
  if (next === undefined) return undefined;
  const [kind, runs] = next;
  const run = runs.shift();
  alike.delete(kind);
  if (runs.length > 0) alike.set(kind, runs);
  return run;
}
