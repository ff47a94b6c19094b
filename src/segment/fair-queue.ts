/**
 * The order in which those that share a queue go: the connections in turn, one request each, so that a large workspace
 * keeps no small one waiting; of one connection the most urgent first; of those the operations in turn, so that large pages,
 * which take work, and small answers, which take time, come side by side. Who may not go yet is passed over.
 */

/** What a request says when it joins. */
export interface FairOptions {
  /** Requests of one owner count as one connection's. */
  readonly owner?: object | undefined;
  /** The larger goes first. */
  readonly priority?: number | undefined;
  /** Those of one kind go in the order in which they came: where the first may not go, none may. */
  readonly kind?: string | undefined;
}

/** By kind, in the order in which they go next. */
type Alike<Item> = Map<string, Item[]>;

/** By priority. */
type Line<Item> = Map<number, Alike<Item>>;

/** Whoever says no owner. */
const NOBODY = {};

/** Those that wait. */
export class FairQueue<Item extends FairOptions> {
  /** By owner, in the order in which they go next. */
  readonly #lines = new Map<object, Line<Item>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(item: Item): void {
    const { owner = NOBODY, priority = 0, kind = '' } = item;
    const line: Line<Item> = this.#lines.get(owner) ?? new Map();
    const alike: Alike<Item> = line.get(priority) ?? new Map();
    const items = alike.get(kind);
    if (items === undefined) alike.set(kind, [item]);
    else items.push(item);
    line.set(priority, alike);
    this.#lines.set(owner, line);
    this.#size += 1;
  }

  /** Returns how many could go. */
  count(mayGo: (item: Item) => boolean): number {
    let count = 0;
    for (const line of this.#lines.values()) {
      for (const alike of line.values())
        for (const items of alike.values()) count += items.filter(mayGo).length;
    }
    return count;
  }

  /** Takes out the first that may go. */
  next(mayGo: (item: Item) => boolean): Item | undefined {
    for (const [owner, line] of this.#lines) {
      const item = nextOfLine(line, mayGo);
      if (item === undefined) continue;
      this.#size -= 1;
      // Behind the others, once it has had its turn.
      this.#lines.delete(owner);
      if (line.size > 0) this.#lines.set(owner, line);
      return item;
    }
    return undefined;
  }

  /** Takes out all that need not wait any longer. */
  remove(isOver: (item: Item) => boolean): void {
    for (const [owner, line] of this.#lines) {
      for (const [priority, alike] of line) {
        for (const [kind, items] of alike) {
          const staying = items.filter((item) => !isOver(item));
          this.#size -= items.length - staying.length;
          if (staying.length > 0) alike.set(kind, staying);
          else alike.delete(kind);
        }
        if (alike.size === 0) line.delete(priority);
      }
      if (line.size === 0) this.#lines.delete(owner);
    }
  }
}

function nextOfLine<Item>(line: Line<Item>, mayGo: (item: Item) => boolean): Item | undefined {
  for (const priority of [...line.keys()].sort((one, other) => other - one)) {
    const alike: Alike<Item> = line.get(priority) ?? new Map();
    const item = nextOf(alike, mayGo);
    if (alike.size === 0) line.delete(priority);
    if (item !== undefined) return item;
  }
  return undefined;
}

/** Takes the next one out; its kind goes behind the others. */
function nextOf<Item>(alike: Alike<Item>, mayGo: (item: Item) => boolean): Item | undefined {
  for (const [kind, items] of alike) {
    const [first] = items;
    if (first === undefined || !mayGo(first)) continue;
    items.shift();
    alike.delete(kind);
    if (items.length > 0) alike.set(kind, items);
    return first;
  }
  return undefined;
}
