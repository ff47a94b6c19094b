/**
 * A folder as a store. Write-once by construction: a temporary file in the same file system, flushed,
 * then linked under its name, which fails when the name is taken; mode 0444.
 * A folder's owner can still delete: this is tamper-evident, not immutable.
 */
import { createReadStream, type Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { isShortOfDescriptors, MORE_DESCRIPTORS, StoreError } from '../errors.ts';
import { codeOf, hasCode, hintFor } from './folder-errors.ts';
import { isKey, pathOf, TEMPORARY } from './folder-path.ts';
import { type OnUnflushed, putFile } from './folder-put.ts';
import type { Store, StoredKey } from './store.ts';

/**
 * Returns the store in a folder, which need not be there yet. `newName` gives a name nobody else uses;
 * `onUnflushed` is told once when the disk does not say whether it has written.
 */
export function openFolderStore(
  folder: string,
  newName: () => string,
  onUnflushed: OnUnflushed = () => undefined,
): Store {
  let isTold = false;
  const tellOnce: OnUnflushed = (path, code) => {
    if (!isTold) onUnflushed(path, code);
    isTold = true;
  };
  return {
    location: folder,
    put: (key, content) => putFile({ folder, key, content, name: newName(), onUnflushed: tellOnce }),
    get: (key) => readFileBytes(folder, key),
    list: (prefix) => listFiles(folder, prefix),
    obstacle: (path) => findObstacle(folder, path),
  };
}

async function* readFileBytes(folder: string, key: string): AsyncGenerator<Uint8Array> {
  try {
    const path = pathOf(folder, key);
    if (!(await lstat(path)).isFile())
      throw Object.assign(new Error('not a regular file'), { code: NO_FILE });
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    const isMissing = hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR');
    const found = isMissing ? 'nothing' : codeOf(cause);
    const hint = readingHint(found, key, folder);
    throw new StoreError({
      code: isMissing ? 'NOT_FOUND' : 'READ_FAILED',
      key,
      message: `read: ${key}: expected an object, got ${found}`,
      found,
      ...(hint === undefined ? {} : { hint }),
      cause,
    });
  }
}

const NO_FILE = 'something that is not a regular file';

function readingHint(found: string, key: string, folder: string): string | undefined {
  if (found === 'nothing') return undefined;
  if (['EACCES', 'EPERM'].includes(found))
    return `Give this user read access to ${join(folder, ...key.split('/'))}.`;
  if (isShortOfDescriptors(found)) return MORE_DESCRIPTORS;
  if (found === NO_FILE) return 'Find out who put it there, and verify the store.';
  return `Check the disk that holds ${folder}.`;
}

/** Looks at a link itself, not at where it leads. */
async function findObstacle(folder: string, path: string): Promise<string | undefined> {
  const steps = isKey(path) ? path.split('/') : [];
  for (const index of steps.keys()) {
    const step = steps.slice(0, index + 1).join('/');
    const found = await lstat(pathOf(folder, step)).catch(() => undefined);
    if (found === undefined) return undefined;
    if (!found.isDirectory()) return step;
  }
  return undefined;
}

/** Walks the deepest folder that the prefix names whole, and in it only what begins with the prefix. */
async function* listFiles(folder: string, prefix: string): AsyncGenerator<StoredKey> {
  const base = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (base !== '' && !isKey(base.slice(0, -1))) return;
  yield* walk(folder, base, prefix);
}

async function* walk(folder: string, base: string, prefix = base): AsyncGenerator<StoredKey> {
  for (const entry of await entriesOf(join(folder, ...base.split('/')), base)) {
    const key = `${base}${entry.name}`;
    if (!key.startsWith(prefix)) continue;
    if (entry.isDirectory()) {
      if (key !== TEMPORARY) yield* walkInto(folder, `${key}/`);
      continue;
    }
    yield {
      key,
      bytes: await sizeOf(join(folder, ...key.split('/')), base),
      isRegular: entry.isFile() && !entry.name.includes(sep),
    };
  }
}

/** A folder may let its names be read and nothing more: that is not a size of 0. */
async function sizeOf(path: string, base: string): Promise<number> {
  try {
    return (await lstat(path)).size;
  } catch (cause) {
    if (hasCode(cause, 'EACCES')) throw notListed(dirname(path), base, cause);
    return 0;
  }
}

async function* walkInto(folder: string, base: string): AsyncGenerator<StoredKey> {
  let isEmpty = true;
  for await (const found of walk(folder, base)) {
    isEmpty = false;
    yield found;
  }
  if (isEmpty) yield { key: base, bytes: 0, isRegular: false };
}

async function entriesOf(path: string, key: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    // As keys are ordered: a folder's name counts with its slash.
    const order = (entry: Dirent) => (entry.isDirectory() ? `${entry.name}/` : entry.name);
    return entries.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return [];
    throw notListed(path, key, cause);
  }
}

function notListed(path: string, key: string, cause: unknown): StoreError {
  return new StoreError({
    code: 'READ_FAILED',
    key,
    message: `list: ${key || 'store'}: expected a folder, got ${codeOf(cause)}`,
    found: codeOf(cause),
    hint: listingHint(codeOf(cause), path),
    cause,
  });
}

function listingHint(code: string, path: string): string {
  return code === 'ENOTDIR' || isShortOfDescriptors(code)
    ? hintFor(code, path)
    : `Give this user read access to ${path}.`;
}
