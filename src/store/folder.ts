/**
 * A folder as a store. Write-once by construction: a temporary file in the same file system, flushed,
 * then linked under its name, which fails when the name is taken; mode 0444.
 * A folder's owner can still delete: this is tamper-evident, not immutable.
 */
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { isShortOfDescriptors, MORE_DESCRIPTORS } from '../descriptors.ts';
import { StoreError } from '../errors.ts';
import { codeOf, hasCode } from './folder-errors.ts';
import { listFiles } from './folder-list.ts';
import { isKey, pathOf } from './folder-path.ts';
import { type OnUnflushed, putFile } from './folder-put.ts';
import { removeFile } from './folder-remove.ts';
import type { Store } from './store.ts';

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
    list: (prefix, isClosed) => listFiles(folder, prefix, isClosed),
    obstacle: (path) => findObstacle(folder, path),
    remove: (key) => removeFile(folder, key, (path) => findObstacle(folder, path)),
  };
}

async function* readFileBytes(folder: string, key: string): AsyncGenerator<Uint8Array> {
  try {
    const path = pathOf(folder, key);
    if (!(await lstat(path)).isFile()) throw new NotRegular();
    // It may have been exchanged since: a pipe would keep who opens it waiting, a link leads out of the store.
    const handle = await open(path, AS_IT_STANDS);
    const isFile = await handle.stat().then((found) => found.isFile());
    if (!isFile) {
      await handle.close();
      throw new NotRegular();
    }
    yield* handle.createReadStream() as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw notRead(folder, key, cause);
  }
}

/** Not every system has these. */
const AS_IT_STANDS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

class NotRegular extends Error {
  readonly code = 'something that is not a regular file';
}

function notRead(folder: string, key: string, cause: unknown): StoreError {
  const isMissing = hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR');
  const isIrregular = cause instanceof NotRegular || hasCode(cause, 'ELOOP');
  const found = isMissing ? 'nothing' : codeOf(cause);
  const hint = readingHint(found, key, folder, isIrregular);
  return new StoreError({
    code: isMissing ? 'NOT_FOUND' : 'READ_FAILED',
    key,
    message: `read: ${key}: expected an object, got ${found}`,
    found,
    isIrregular,
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}

function readingHint(found: string, key: string, folder: string, isIrregular: boolean): string | undefined {
  if (found === 'nothing') return undefined;
  if (['EACCES', 'EPERM'].includes(found))
    return `Give this user read access to ${join(folder, ...key.split('/'))}.`;
  if (isShortOfDescriptors(found)) return MORE_DESCRIPTORS;
  if (isIrregular) return 'Find out who put it there, and verify the store.';
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
