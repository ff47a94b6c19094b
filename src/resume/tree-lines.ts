/**
 * A value of maps, sets, lists and plain members as lines of JSON and back, each line small however large the
 * value is: what was observed of a million records must not become one text. Pure.
 *
 *     [[],"object",[["isWhole",true]]]
 *     [["observations","ids"],"list",["a","b"]]
 *     [["observations","referenced","sources"],"set",["x"]]
 */

/** Entries of one line at most. */
const ENTRIES = 1_000;
/** Values in one entry at most: what is larger has lines of its own. */
const SMALL = 100;

type Kind = 'object' | 'list' | 'map' | 'set';
type Scalar = string | number | boolean | null;
export type TreeLine = readonly [path: readonly Scalar[], kind: Kind, entries: readonly unknown[]];

type Tree = Map<unknown, unknown> | Set<unknown> | unknown[] | Record<string, unknown>;

/** Yields the lines of a value, in its order. Members that are `undefined` are left out. @throws Error for what JSON cannot hold */
export function* toTreeLines(value: unknown, path: readonly Scalar[] = []): Generator<TreeLine> {
  const kind = kindOf(value, path);
  const isKeyless = kind === 'list' || kind === 'set';
  let entries: unknown[] = [];
  let isSaid = false;
  for (const [key, member] of membersOf(value as Tree)) {
    if (member === undefined && kind === 'object') continue;
    if (!isScalar(key)) throw notKept(path);
    const isSmall = sizeOf(member, SMALL) <= SMALL;
    if (isSmall) entries.push(isKeyless ? member : [key, member]);
    else if (kind === 'set') throw notKept(path);
    if (entries.length >= ENTRIES || (!isSmall && (entries.length > 0 || !isSaid))) {
      yield [path, kind, entries];
      isSaid = true;
      entries = [];
    }
    if (!isSmall) yield* toTreeLines(member, [...path, key]);
  }
  if (!isSaid || entries.length > 0) yield [path, kind, entries];
}

/** Counts plain values up to a limit; what is no plain value of JSON counts as too many. */
function sizeOf(value: unknown, limit: number): number {
  if (isScalar(value)) return 1;
  if (!Array.isArray(value) && !isPlain(value)) return Number.POSITIVE_INFINITY;
  let size = 1;
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    if (size > limit) break;
    size += sizeOf(member, limit - size);
  }
  return size;
}

/** Takes lines in their order, and has the value in the end. */
export class TreeReader {
  #root: Tree | undefined;

  /** @throws Error for a line that does not fit those before it */
  take([path, kind, entries]: TreeLine): void {
    const tree = this.#at(path, kind);
    for (const entry of entries) {
      if (Array.isArray(tree)) tree.push(entry);
      else if (tree instanceof Set) tree.add(entry);
      else {
        const [key, value] = entry as [string, unknown];
        put(tree, key, value);
      }
    }
  }

  get value(): unknown {
    return this.#root;
  }

  #at(path: readonly Scalar[], kind: Kind): Tree {
    if (path.length === 0) {
      this.#root ??= empty(kind);
      return this.#root;
    }
    let outer = this.#root;
    for (const step of path.slice(0, -1)) outer = get(outer, step) as Tree | undefined;
    const last = path.at(-1) ?? null;
    const known = get(outer, last) as Tree | undefined;
    if (known !== undefined) return known;
    const made = empty(kind);
    put(outer, last, made);
    return made;
  }
}

function get(tree: Tree | undefined, key: Scalar): unknown {
  if (tree instanceof Map) return tree.get(key);
  if (Array.isArray(tree)) return tree[Number(key)];
  if (tree === undefined || tree instanceof Set)
    throw new Error('read tree: expected what is above, got none');
  return Object.hasOwn(tree, String(key)) ? tree[String(key)] : undefined;
}

function put(tree: Tree | undefined, key: Scalar, value: unknown): void {
  if (tree instanceof Map) tree.set(key, value);
  else if (Array.isArray(tree)) tree.push(value);
  else if (tree === undefined || tree instanceof Set)
    throw new Error('read tree: expected what is above, got none');
  // Whatever the name is, such as `__proto__`, it becomes a member.
  else
    Object.defineProperty(tree, String(key), { value, enumerable: true, writable: true, configurable: true });
}

function empty(kind: Kind): Tree {
  if (kind === 'map') return new Map();
  if (kind === 'set') return new Set();
  return kind === 'list' ? [] : {};
}

function kindOf(value: unknown, path: readonly Scalar[]): Kind {
  if (value instanceof Map) return 'map';
  if (value instanceof Set) return 'set';
  if (Array.isArray(value)) return 'list';
  // What a class keeps to itself would be lost without a word.
  if (!isPlain(value)) throw notKept(path);
  return 'object';
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function membersOf(tree: Tree): Iterable<readonly [unknown, unknown]> {
  return tree instanceof Map || tree instanceof Set || Array.isArray(tree)
    ? tree.entries()
    : Object.entries(tree);
}

function isScalar(value: unknown): value is Scalar {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function notKept(path: readonly Scalar[]): Error {
  return new Error(`keep tree: ${path.join('.') || 'top'}: expected what JSON can hold, got something else`);
}
