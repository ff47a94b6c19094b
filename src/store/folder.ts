/**
 * A folder as a store. Write-once by construction: a temporary file in the same file system, flushed,
 * then linked under its name, which fails when the name is taken; mode 0444.
 * A folder's owner can still delete: this is tamper-evident, not immutable.
 */
import { closeSync, constants, fstatSync, open, read } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isShortOfDescriptors, MORE_DESCRIPTORS } from '../descriptors.ts';
import { StoreError } from '../errors.ts';
import { codeOf, hasCode } from './folder-errors.ts';
import { listFiles } from './folder-list.ts';
import { pathOf } from './folder-path.ts';
import { type OnUnflushed, putFile } from './folder-put.ts';
import { removeFile } from './folder-remove.ts';
import { isKey } from './key.ts';
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
    const descriptor = await openFile(pathOf(folder, key));
    try {
      const found = fstatSync(descriptor);
      if (!found.isFile()) throw new NotRegular();
      yield* bytesOf(descriptor, found.size);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw notRead(folder, key, cause);
  }
}

// Twice as fast for many small files as the handles of `node:fs/promises`. Opening and reading may take long on a far
// disk, and are waited for; what is known of an open file, and closing one that was only read, do not.
const openDescriptor = promisify(open);
const readDescriptor = promisify(read);

/** A link leads out of the store, and a pipe would keep who opens it waiting: neither is followed, nor waited for. */
async function openFile(path: string): Promise<number> {
  if (!CAN_REFUSE_LINKS) await assertFile(path);
  try {
    return await openDescriptor(path, AS_IT_STANDS);
  } catch (cause) {
    await assertFile(path);
    throw cause;
  }
}

async function assertFile(path: string): Promise<void> {
  if (!(await lstat(path)).isFile()) throw new NotRegular();
}

/** Not every system has these. */
const AS_IT_STANDS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const CAN_REFUSE_LINKS = constants.O_NOFOLLOW !== undefined;

const BLOCK_BYTES = 256 * 1024;

/**
 * Yields what is in an open file. A byte more than it should have is asked for, so that its end is seen with its last
 * bytes: of many small files every question counts. The next block is read while the one before is looked at.
 */
async function* bytesOf(descriptor: number, size: number): AsyncGenerator<Uint8Array> {
  let reading: Promise<Block> | undefined = readBlock(descriptor, size, 0);
  try {
    while (reading !== undefined) {
      const { bytes, end, isLast }: Block = await reading;
      reading = isLast ? undefined : readBlock(descriptor, size, end);
      // Seen when its turn comes; until then it must not count as unhandled.
      reading?.catch(() => undefined);
      if (bytes.length > 0) yield bytes;
    }
  } finally {
    // Who stops early closes the file: nothing may be read from it then, or from another one under its number.
    await reading?.catch(() => undefined);
  }
}

interface Block {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly isLast: boolean;
}

async function readBlock(descriptor: number, size: number, start: number): Promise<Block> {
  const wanted = Math.min(BLOCK_BYTES, Math.max(size - start, 0) + 1);
  const block = Buffer.allocUnsafe(wanted);
  const { bytesRead } = await readDescriptor(descriptor, block, 0, wanted, start);
  const end = start + bytesRead;
  const isLast = bytesRead === 0 || (end === size && bytesRead < wanted);
  return { bytes: block.subarray(0, bytesRead), end, isLast };
}

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
