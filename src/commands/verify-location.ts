/**
 * What LOCATION means: a store, a connection's folder or a snapshot's in it, or a connection's folder
 * that was copied out. Says clearly what is missing from anything else.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseBucketAddress } from '../config/store-location.ts';
import { StoreError, UsageError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import { readWhole } from '../store/content.ts';
import { openFolderStore } from '../store/folder.ts';
import { connectionPrefix, FORMAT_VERSION, ROOT } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import type { FailureCode, Problem } from '../verify/failure.ts';

export type Located =
  | {
      readonly kind: 'store';
      readonly store: Store;
      readonly connection?: string | undefined;
      readonly snapshotPath?: string | undefined;
    }
  | { readonly kind: 'unusable'; readonly code: FailureCode; readonly problem: Problem };

/**
 * Returns what there is to verify at a location; `openBucket` opens the store at an s3:// address.
 * @throws UsageError when it cannot mean anything
 */
export async function locate(
  location: string,
  cwd: string,
  openBucket: (address: string) => Store,
): Promise<Located> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return locateInBucket(location, openBucket);
  const path = resolve(cwd, location);
  const kind = await kindOf(path);
  if (kind === 'nothing') return unusable('NOTHING_THERE', 'a store', 'nothing');
  if (kind === 'file') return locateFile(path);
  return (await isInStore(path)) ? locateInStore(path) : locateOutside(path);
}

function locateInBucket(address: string, openBucket: (address: string) => Store): Located {
  const parsed = parseBucketAddress(address);
  if (parsed === undefined) {
    throw new UsageError({
      message: `verify: ${address}: expected a folder or s3://BUCKET/PREFIX, got another address`,
      hint: 'Name the bucket as it stands in `store`, or copy the evidence to a folder and name that.',
    });
  }
  const root = `s3://${parsed.bucket}/`;
  const open = (prefix: string) => openBucket(prefix === '/' ? root : root + prefix);
  // A prefix may itself be called segment-evidence: only with a version behind it is it the format's.
  const isInside = new RegExp(`(?:^|/)${BASE}/v\\d+(?:/|$)`).test(parsed.prefix);
  return isInside ? locateInStore(parsed.prefix, open, root) : { kind: 'store', store: open(parsed.prefix) };
}

function unusable(code: FailureCode, expected: string, found: string): Located {
  return { kind: 'unusable', code, problem: { what: 'look for evidence', expected, found } };
}

async function kindOf(path: string): Promise<'nothing' | 'file' | 'folder'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'nothing';
    throw unreadable(path, cause);
  }
}

async function namesIn(path: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(path));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'an error';
}

function unreadable(path: string, cause: unknown): StoreError {
  return new StoreError({
    code: 'READ_FAILED',
    key: path,
    message: `verify: ${path}: expected a folder, got ${codeOf(cause)}`,
    hint: 'Let this user read it.',
    cause,
  });
}

function locateFile(path: string): Located {
  if (/\.zip$/i.test(path)) {
    return unusable(
      'FORMAT_UNKNOWN',
      'a folder',
      'a ZIP file; unpack it and name the folder: ZIP is not read yet',
    );
  }
  throw new UsageError({
    message: `verify: ${path}: expected a folder, got a file`,
    hint: 'Name the store, a connection folder, or a snapshot folder.',
  });
}

/** The first part of every key. */
const BASE = ROOT.slice(0, ROOT.indexOf('/'));
const VERSION = /^v\d+$/;
const SNAPSHOT = /^snapshots\/\d{4}\/\d{2}\/\d{2}\/[^/]+$/;

/** Whether a path runs through `segment-evidence/v1`, or ends before the `v1`. */
async function isInStore(path: string): Promise<boolean> {
  const parts = path.split(/[\\/]/);
  const at = parts.lastIndexOf(BASE);
  const version = parts[at + 1];
  if (at === -1) return false;
  if (version !== undefined) return VERSION.test(version);
  // A store, or anything else, may be called like that too.
  return [...(await namesIn(path))].some((name) => VERSION.test(name));
}

/** Understands a path, or a prefix of a bucket, that runs through `segment-evidence/v1`. */
function locateInStore(path: string, open: (place: string) => Store = openFolder, base = ''): Located {
  const parts = path.split(/[\\/]/);
  const at = parts.lastIndexOf(BASE);
  const [version, connection, ...rest] = parts.slice(at + 1);
  if (version !== undefined && version !== `v${FORMAT_VERSION}`) {
    return unusable('FORMAT_UNKNOWN', `format v${FORMAT_VERSION}`, version);
  }
  const store = open(parts.slice(0, at).join('/') || '/');
  const inside = rest.join('/');
  if (inside === '') return { kind: 'store', store, connection };
  if (SNAPSHOT.test(inside)) return { kind: 'store', store, connection, snapshotPath: inside };
  throw new UsageError({
    message: `verify: ${base}${path}: expected a store, a connection folder or a snapshot folder, got a part of one`,
    hint: `Name ${base}${parts.slice(0, at + 3).join('/')} to verify the whole connection.`,
  });
}

/** Understands a folder that is not inside a store. */
async function locateOutside(path: string): Promise<Located> {
  const names = await namesIn(path);
  if (names.has(BASE) && names.has('chain')) {
    // Whoever adds the one to the other must not decide which of them is looked at.
    return unusable('FORMAT_UNKNOWN', `either ${BASE}/ or chain/`, 'both; name the folder that is meant');
  }
  if (names.has(BASE)) return { kind: 'store', store: openFolder(path) };
  if (names.has('chain')) return { kind: 'store', store: await openCopy(path) };
  if (names.has('bagit.txt')) {
    const found = 'a snapshot alone: chain/, which holds its signed record, is missing';
    return unusable('NOTHING_THERE', "the connection's folder with chain/ and snapshots/", found);
  }
  return unusable('NOTHING_THERE', `a store, with ${ROOT}/ in it`, 'a folder without');
}

/** Nothing is ever written here, so no name for a temporary file is needed. */
function openFolder(folder: string): Store {
  return openFolderStore(folder, () => 'never');
}

/** A connection's folder somewhere else, under any name: its records say which connection it is. */
async function openCopy(folder: string): Promise<Store> {
  const inner = openFolder(folder);
  const prefix = connectionPrefix((await connectionIn(inner)) ?? basename(folder));
  return {
    location: folder,
    put: inner.put,
    get: (key) => inner.get(key.slice(prefix.length)),
    async *list(wanted) {
      const within = wanted.startsWith(prefix) ? wanted.slice(prefix.length) : '';
      for await (const stored of inner.list(within)) {
        const key = `${prefix}${stored.key}`;
        if (key.startsWith(wanted)) yield { ...stored, key };
      }
    },
  };
}

/** Returns the connection that the first readable record names. Whether it is true is asked later. */
async function connectionIn(store: Store): Promise<string | undefined> {
  for await (const { key, isRegular } of store.list('chain/')) {
    if (!isRegular) continue;
    try {
      const bundle: unknown = JSON.parse((await readWhole(store, key)).toString('utf8'));
      const envelope = isObject(bundle) ? bundle['dsseEnvelope'] : undefined;
      const payload = isObject(envelope) ? String(envelope['payload']) : '';
      const statement: unknown = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
      const predicate = isObject(statement) ? statement['predicate'] : undefined;
      const connection = isObject(predicate) ? predicate['connection'] : undefined;
      if (typeof connection === 'string' && /^[a-z0-9][a-z0-9-]*$/.test(connection)) return connection;
    } catch (error) {
      // Not a record: the next one may be. What is wrong with it is told by verifying.
      if (!(error instanceof SyntaxError || error instanceof StoreError)) throw error;
    }
  }
  return undefined;
}

/** Whether two paths name the same folder. */
export function isSameFolder(a: string, b: string): boolean {
  return join(resolve(a), '.') === join(resolve(b), '.');
}
