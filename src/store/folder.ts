/**
 * A folder as a store. Write-once by construction: a temporary file in the same file system, flushed,
 * then linked under its name, which fails when the name is taken; mode 0444.
 * A folder's owner can still delete: this is tamper-evident, not immutable.
 */
import { createHash } from 'node:crypto';
import { constants, createReadStream, type Dirent } from 'node:fs';
import { access, copyFile, link, lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { StoreError } from '../errors.ts';
import type { Content, Store, StoredKey } from './store.ts';

const TEMPORARY = '.tmp';

/** Returns the store in a folder, which need not be there yet. `newName` gives a name no one else uses. */
export function openFolderStore(folder: string, newName: () => string): Store {
  return {
    location: folder,
    put: (key, content) => putFile(folder, key, content, newName()),
    get: (key) => readFileBytes(folder, key),
    list: (prefix) => listFiles(folder, prefix),
    obstacle: (path) => findObstacle(folder, path),
  };
}

/** A key is a path below the folder: no step out of it, nor into where files are made. */
function isKey(key: string): boolean {
  const steps = key.split('/');
  return steps[0] !== TEMPORARY && steps.every((step) => !/^\.{0,2}$|[\\\0]/.test(step));
}

function pathOf(folder: string, key: string): string {
  if (!isKey(key)) throw Object.assign(new Error('no key of a store'), { code: 'EINVAL' });
  return join(folder, ...key.split('/'));
}

async function putFile(folder: string, key: string, content: Content, name: string): Promise<void> {
  const temporary = join(folder, TEMPORARY, name);
  try {
    const path = pathOf(folder, key);
    await mkdir(join(folder, TEMPORARY), { recursive: true });
    await mkdir(dirname(path), { recursive: true });
    await writeFlushed(temporary, content, key);
    await linkExclusive(temporary, path, key);
    await flushFolder(dirname(path));
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

function hintFor(code: string, folder: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return `Free space on the disk that holds ${folder}.`;
  if (code === 'ENOTDIR') return `Name a folder in \`store\`: part of the path ${folder} is a file.`;
  return `Give this user write access to ${folder}, or name another folder in \`store\`.`;
}

/** The bytes are held against what was promised, so that a torn or changed file never gets its name. */
async function writeFlushed(temporary: string, content: Content, key: string): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(temporary, 'wx', 0o444);
  try {
    for await (const chunk of content.open()) {
      hash.update(chunk);
      bytes += chunk.length;
      await handle.writeFile(chunk);
    }
    await handle.sync();
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

/** Only here does a taken name mean an object: anywhere else something is in the way. */
async function linkExclusive(from: string, to: string, key: string): Promise<void> {
  try {
    await linkOrCopy(from, to);
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) throw cause;
    const message = `store: ${key}: expected no object there, got one`;
    throw new StoreError({ code: 'ALREADY_EXISTS', key, message, cause });
  }
}

/** Some file systems have no hard links; there an exclusive copy is the next best. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'].some((code) => hasCode(error, code)))
      throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
    const copied = await open(to, 'r');
    await copied.sync().finally(() => copied.close());
  }
}

async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
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
    hint: hasCode(cause, 'ENOTDIR') ? hintFor('ENOTDIR', path) : `Give this user read access to ${path}.`,
    cause,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function hasCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}
