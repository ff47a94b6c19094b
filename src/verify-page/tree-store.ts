/**
 * A folder that was handed to the page, as a store: read file by file, written never. It says of what it finds what a
 * store in a folder says, but for links: a browser follows them, and does not tell.
 */
import { StoreError } from '../errors.ts';
import { isKey, TEMPORARY } from '../store/key.ts';
import type { IsClosed, Store, StoredKey } from '../store/store.ts';
import { notRead, piecesOf, undigestible } from './pieces.ts';
import type { GivenTree } from './tree.ts';

/** Who wants to know how far the reading is; may throw to end it. */
export interface Watch {
  /** Called before a file is opened and after each piece of it. */
  onBytes(key: string, bytes: number): void;
}

export function openTreeStore(tree: GivenTree, watch: Watch, largest?: number): Store {
  return {
    location: tree.name,
    put: () => Promise.reject(new Error('a page writes nothing')),
    get: (key) => bytesAt(tree, key, watch, largest),
    list: (prefix, isClosed) => listTree(tree, prefix, isClosed),
    obstacle: (path) => findObstacle(tree, path),
  };
}

async function* bytesAt(
  tree: GivenTree,
  key: string,
  watch: Watch,
  largest: number | undefined,
): AsyncGenerator<Uint8Array> {
  watch.onBytes(key, 0);
  const blob = await opened(tree, key);
  const problem = undigestible(key, blob.size, largest);
  if (problem !== undefined) throw problem;
  const pieces = piecesOf(blob);
  for (;;) {
    const piece = await reading(key, () => pieces.next());
    if (piece.done === true) return;
    watch.onBytes(key, piece.value.byteLength);
    yield piece.value;
  }
}

async function opened(tree: GivenTree, key: string): Promise<Blob> {
  if (!isKey(key)) throw notRead(key, 'READ_FAILED', 'EINVAL');
  const found = await reading(key, () => tree.open(key));
  if (found === 'nothing') throw notRead(key, 'NOT_FOUND', 'nothing');
  if (found === 'folder') throw notRead(key, 'READ_FAILED', 'something that is not a regular file', true);
  return found;
}

async function reading<T>(key: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const isGone = nameOf(cause) === 'NotFoundError';
    throw notRead(key, isGone ? 'NOT_FOUND' : 'READ_FAILED', isGone ? 'nothing' : nameOf(cause));
  }
}

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : String(cause));

interface OpenFolder {
  /** Its key, with a final slash; empty for the top. */
  readonly base: string;
  readonly left: { readonly name: string; readonly isFolder: boolean }[];
}

/** Lists as a folder is listed: in the order of keys, what is no object too, and refusals when all else was yielded. */
async function* listTree(
  tree: GivenTree,
  prefix: string,
  isClosed: IsClosed = () => false,
): AsyncGenerator<StoredKey> {
  const base = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (base !== '' && !isKey(base.slice(0, -1))) return;
  const refused: StoreError[] = [];
  const top = await openFolder(tree, base, refused, prefix);
  const open = typeof top === 'string' ? [] : [top];
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    const next = inner.left.shift();
    if (next === undefined) {
      open.pop();
      continue;
    }
    const key = `${inner.base}${next.name}`;
    if (!next.isFolder) yield await objectAt(tree, key);
    else if (key !== TEMPORARY) {
      const folder = isClosed(`${key}/`) ? 'empty' : await openFolder(tree, `${key}/`, refused);
      if (folder === 'empty') yield { key: `${key}/`, bytes: 0, isRegular: false };
      else if (folder !== 'refused') open.push(folder);
    }
  }
  const [first, ...others] = refused;
  if (first !== undefined) throw notListed(first.key, first.found ?? '', others);
}

async function openFolder(
  tree: GivenTree,
  base: string,
  refused: StoreError[],
  prefix = base,
): Promise<OpenFolder | 'empty' | 'refused'> {
  try {
    const entries = await tree.entries(base.slice(0, -1));
    if (entries === 'nothing' || entries.length === 0) return 'empty';
    if (entries === 'file') {
      refused.push(notListed(base, 'ENOTDIR'));
      return 'refused';
    }
    const keyOf = ({ name, isFolder }: OpenFolder['left'][number]) => (isFolder ? `${name}/` : name);
    const left = entries.filter(({ name }) => `${base}${name}`.startsWith(prefix));
    return { base, left: left.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)) };
  } catch (cause) {
    refused.push(notListed(base, nameOf(cause)));
    return 'refused';
  }
}

function notListed(base: string, found: string, others: readonly StoreError[] = []): StoreError {
  const message = `list: ${base || 'store'}: expected a folder, got ${found}`;
  return new StoreError({ code: 'READ_FAILED', key: base, message, found, others });
}

/** What cannot be opened is there all the same: whoever reads it hears why. */
async function objectAt(tree: GivenTree, key: string): Promise<StoredKey> {
  const isRegular = isKey(key);
  try {
    const found = await tree.open(key);
    return { key, bytes: typeof found === 'string' ? 0 : found.size, isRegular };
  } catch {
    return { key, bytes: 0, isRegular };
  }
}

async function findObstacle(tree: GivenTree, path: string): Promise<string | undefined> {
  const steps = isKey(path) ? path.split('/') : [];
  for (const index of steps.keys()) {
    const step = steps.slice(0, index + 1).join('/');
    const found = await tree.entries(step).catch(() => 'nothing' as const);
    if (found === 'nothing') return undefined;
    if (found === 'file') return step;
  }
  return undefined;
}
