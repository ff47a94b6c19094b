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

type Kind = 'object' | 'list' | 'map' | 'set';
type Scalar = string | number | boolean | null;
export type TreeLine = readonly [path: readonly Scalar[], kind: Kind, entries: readonly unknown[]];

type Tree = Map<unknown, unknown> | Set<unknown> | unknown[] | Record<string, unknown>;

/** Yields the lines of a value. Members that are `undefined` are left out. @throws Error for what cannot be kept */
export function* toTreeLines(value: unknown, path: readonly Scalar[] = []): Generator<TreeLine> {
  const kind = kindOf(value, path);
  const inner: (readonly [Scalar, unknown])[] = [];
  let entries: unknown[] = [];
  let isSaid = false;
  for (const [key, member] of membersOf(value as Tree)) {
    if (member === undefined && kind === 'object') continue;
    if (!isScalar(key)) throw notKept(path);
    if (isScalar(member)) entries.push(kind === 'list' || kind === 'set' ? member : [key, member]);
    else if (kind === 'set') throw notKept(path);
    else inner.push([key, member]);
    if (entries.length < ENTRIES) continue;
    yield [path, kind, entries];
    isSaid = true;
    entries = [];
  }
  // A list of lists would lose its order.
  if (kind === 'list' && inner.length > 0 && (entries.length > 0 || isSaid)) throw notKept(path);
  if (!isSaid || entries.length > 0) yield [path, kind, entries];
  for (const [key, member] of inner) yield* toTreeLines(member, [...path, key]);
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
  if (tree === undefined || tree instanceof Set) throw new Error('read tree: expected what is above, got none');
  return Object.hasOwn(tree, String(key)) ? tree[String(key)] : undefined;
}

function put(tree: Tree | undefined, key: Scalar, value: unknown): void {
  if (tree instanceof Map) tree.set(key, value);
  else if (Array.isArray(tree)) tree.push(value);
  else if (tree === undefined || tree instanceof Set)
    throw new Error('read tree: expected what is above, got none');
  // Whatever the name is, such as `__proto__`, it becomes a member.
  else Object.defineProperty(tree, String(key), { value, enumerable: true, writable: true, configurable: true });
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
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) throw notKept(path);
  return 'object';
}

function membersOf(tree: Tree): Iterable<readonly [unknown, unknown]> {
  return tree instanceof Map || tree instanceof Set || Array.isArray(tree) ? tree.entries() : Object.entries(tree);
}

function isScalar(value: unknown): value is Scalar {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function notKept(path: readonly Scalar[]): Error {
  return new Error(`keep tree: ${path.join('.') || 'top'}: expected what JSON can hold, got something else`);
}
