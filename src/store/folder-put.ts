/**
 * How an object gets its name in a folder: written and flushed under another, then linked, which fails when
 * the name is taken. Where there are no links, it is copied under a name that must be free.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, link, lstat, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from '../errors.ts';
import { codeOf, hasCode, hintFor, isAnswerLost } from './folder-errors.ts';
import { pathOf } from './folder-path.ts';
import { TEMPORARY } from './key.ts';
import type { Content } from './store.ts';

/** Told of a place where the system cannot say whether what was written is on the disk. */
export type OnUnflushed = (path: string, code: string) => void;

interface Putting {
  readonly folder: string;
  readonly key: string;
  readonly content: Content;
  /** One that nobody else uses. */
  readonly name: string;
  readonly onUnflushed: OnUnflushed;
}

/** Creates a file, whole or not at all. @throws StoreError ALREADY_EXISTS, WRITE_FAILED */
export async function putFile({ folder, key, content, name, onUnflushed }: Putting): Promise<void> {
  const temporary = join(folder, TEMPORARY, name);
  try {
    const path = pathOf(folder, key);
    await mkdir(join(folder, TEMPORARY), { recursive: true });
    await mkdir(dirname(path), { recursive: true });
    await writeFlushed(temporary, content, key, onUnflushed);
    await giveName(temporary, path, key, onUnflushed);
    await flushFolder(dirname(path), onUnflushed);
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw writeFailed(key, folder, await plainCause(cause, folder));
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Of a folder that cannot be made on a read-only disk Node says that it is not there. */
async function plainCause(cause: unknown, folder: string): Promise<unknown> {
  if (!hasCode(cause, 'ENOENT')) return cause;
  return access(folder, constants.W_OK).then(
    () => cause,
    (found: unknown) => (hasCode(found, 'ENOENT') ? cause : found),
  );
}

function writeFailed(key: string, folder: string, cause: unknown): StoreError {
  return new StoreError({
    code: 'WRITE_FAILED',
    key,
    message: `store: ${key}: expected to write it, got ${codeOf(cause)}`,
    hint: hintFor(codeOf(cause), folder),
    cause,
  });
}

/** The bytes are held against what was promised, so that a torn or changed file never gets its name. */
async function writeFlushed(
  temporary: string,
  content: Content,
  key: string,
  onUnflushed: OnUnflushed,
): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(temporary, 'wx', 0o444);
  try {
    for await (const chunk of content.open()) {
      hash.update(chunk);
      bytes += chunk.length;
      await handle.writeFile(chunk);
    }
    await flushFile(handle, temporary, onUnflushed);
  } finally {
    await handle.close();
  }
  if (bytes !== content.bytes || hash.digest('hex') !== content.sha256) {
    throw new StoreError({
      code: 'WRITE_FAILED',
      key,
      message: `store: ${key}: expected ${content.bytes} bytes sha256:${content.sha256}, got others`,
    });
  }
}

/** Whatever a file system says in place of a link, the exclusive copy is tried: if it fails too, that is the error. */
async function giveName(from: string, to: string, key: string, onUnflushed: OnUnflushed): Promise<void> {
  let code = '';
  try {
    await link(from, to).catch(async (error: unknown) => {
      code = codeOf(error);
      // The answer was lost on its way, and the question was asked again.
      if (await isOneFile(from, to)) return;
      if (code === 'EEXIST') throw error;
      await copyExclusive(from, to, onUnflushed);
    });
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) throw cause;
    if (isAnswerLost(code) && (await haveSameBytes(from, to))) return;
    // Only here does a taken name mean an object: anywhere else something is in the way.
    const message = `store: ${key}: expected no object there, got one`;
    throw new StoreError({ code: 'ALREADY_EXISTS', key, message, cause });
  }
}

/** Two names of one file: nobody else can have linked what only we know of. */
async function isOneFile(from: string, to: string): Promise<boolean> {
  try {
    const [one, other] = await Promise.all([from, to].map((path) => lstat(path, { bigint: true })));
    return one?.nlink !== 1n && one?.ino !== 0n && one?.ino === other?.ino && one?.dev === other?.dev;
  } catch {
    return false;
  }
}

async function haveSameBytes(from: string, to: string): Promise<boolean> {
  const [own, other] = await Promise.all([readFile(from), readFile(to)]);
  return own.equals(other);
}

/** A copy that breaks off leaves nothing: half an object under its name would stay there forever. */
async function copyExclusive(from: string, to: string, onUnflushed: OnUnflushed): Promise<void> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o444);
    try {
      for await (const chunk of source.createReadStream({ autoClose: false })) await target.writeFile(chunk);
      await flushFile(target, to, onUnflushed);
    } catch (error) {
      await rm(to, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

const NOT_OFFERED = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/** A file system that knows no flushing is lived with; a disk that fails at it is not. */
async function flushFile(handle: FileHandle, path: string, onUnflushed: OnUnflushed): Promise<void> {
  await handle.sync().catch((error: unknown) => {
    if (!NOT_OFFERED.includes(codeOf(error))) throw error;
    onUnflushed(path, codeOf(error));
  });
}

/** By now the object is there: that its name may not outlive a loss of power is told and undoes nothing. */
async function flushFolder(path: string, onUnflushed: OnUnflushed): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(path, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    onUnflushed(path, codeOf(error));
  }
}
