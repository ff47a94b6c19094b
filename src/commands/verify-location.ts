/**
 * What LOCATION means: a store, a connection's folder or a snapshot's in it, or a connection's folder
 * that was copied out. Says clearly what is missing from anything else.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseBucketAddress, storeAddressProblem } from '../config/store-location.ts';
import { StoreError, UsageError } from '../errors.ts';
import { exportedStore, isExportFolder } from '../store/exported.ts';
import { FORMAT_VERSION } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import {
  AMBIGUOUS,
  BASE,
  placeNamed,
  type Unusable,
  unusable,
  unusableArchive,
  VERSION,
} from '../verify/place.ts';
import { openArchive } from './open-archive.ts';
import { openCopy, openFolder } from './verify-copy.ts';

export type Located =
  | {
      readonly kind: 'store';
      readonly store: Store;
      readonly connection?: string | undefined;
      readonly snapshotPath?: string | undefined;
    }
  | Unusable;

/** How the store at an address is opened; who knows of it may have to read the configuration first. */
export type OpenStore = (address: string) => Store | Promise<Store>;

/**
 * Returns what there is to verify at a location; `openBucket` opens the store at an s3:// address.
 * @throws UsageError when it cannot mean anything
 */
export async function locate(location: string, cwd: string, openBucket: OpenStore): Promise<Located> {
  const isAddress = parseBucketAddress(location) !== undefined || storeAddressProblem(location) !== undefined;
  if (isAddress) return locateInBucket(location, openBucket);
  const path = resolve(cwd, location);
  const kind = await kindOf(path);
  if (kind === 'nothing') return unusable('NOTHING_THERE', 'a store', 'nothing');
  if (kind === 'file') return locateFile(path);
  if (!(await isInStore(path))) return locateOutside(path);
  return (await locateStoreAt(path, openFolder(path))) ?? locateInStore(path);
}

async function locateInBucket(address: string, openBucket: OpenStore): Promise<Located> {
  const parsed = parseBucketAddress(address);
  if (parsed === undefined) {
    throw new UsageError({
      message: `verify: ${address}: ${storeAddressProblem(address)}`,
      hint: 'Name the bucket as in `store`, or copy the evidence to a folder and name that.',
    });
  }
  const root = `s3://${parsed.bucket}/`;
  const open = (prefix: string) => openBucket(prefix === '/' ? root : root + prefix);
  // A prefix may itself be called segment-evidence: only with a version behind it is it the format's.
  const isInside = new RegExp(`(?:^|/)${BASE}/v\\d+(?:/|$)`).test(parsed.prefix);
  const store = await open(parsed.prefix);
  if (!isInside) return { kind: 'store', store };
  return (await locateStoreAt(parsed.prefix, store)) ?? locateInStore(parsed.prefix, open, root);
}

/** What holds `segment-evidence/` is a store, also where its own path reads like a place inside one. */
async function locateStoreAt(path: string, store: Store): Promise<Located | undefined> {
  if (!(await hasKey(store, `${BASE}/v`, (key) => VERSION.test(key.split('/')[1] ?? '')))) return undefined;
  const own = [
    hasKey(store, 'chain', (key) => /^chain(?:\/|$)/.test(key)),
    hasKey(store, 'snapshots/'),
    hasKey(store, 'bagit.txt', (key) => key === 'bagit.txt'),
    hasKey(store, 'v', (key) => VERSION.test(key.split('/')[0] ?? '')),
    IN_VERSION.test(path) && hasKey(store, '', (key) => /^[^/]+\/chain\//.test(key)),
  ];
  return (await Promise.all(own)).includes(true) ? AMBIGUOUS : { kind: 'store', store };
}

/** What may not be listed is reported when the place is verified. */
async function hasKey(store: Store, prefix: string, isIt = (_key: string) => true): Promise<boolean> {
  try {
    for await (const { key } of store.list(prefix)) if (isIt(key)) return true;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
  return false;
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
    hint: 'Give this user read access to it.',
    cause,
  });
}

async function locateFile(path: string): Promise<Located> {
  const found = await openArchive(path);
  if ('store' in found) return { kind: 'store', store: found.store };
  if (found.kind === 'no-archive')
    throw new UsageError({
      message: `verify: ${path}: expected a folder or a ZIP file, got another file`,
      hint: 'Name the store, a connection folder, a snapshot folder, or an export.',
    });
  return unusableArchive(found.kind, found.found);
}

const IN_VERSION = new RegExp(`(?:^|[\\\\/])${BASE}[\\\\/]v\\d+$`);
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
async function locateInStore(path: string, open: OpenStore = openFolder, base = ''): Promise<Located> {
  const parts = path.split(/[\\/]/);
  const at = parts.lastIndexOf(BASE);
  const [version, connection, ...rest] = parts.slice(at + 1);
  if (version !== undefined && version !== `v${FORMAT_VERSION}`) {
    return unusable('FORMAT_UNKNOWN', `format v${FORMAT_VERSION}`, version);
  }
  const store = await open(parts.slice(0, at).join('/') || '/');
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
  if (isExportFolder(names)) return { kind: 'store', store: exportedStore(openFolder(path)) };
  const place = placeNamed(names);
  if (place === 'store') return { kind: 'store', store: openFolder(path) };
  if (place === 'copy') return { kind: 'store', store: await openCopy(path) };
  return place;
}

/** Whether two locations are one and the same store, whichever way a link leads to it. */
export async function isSameStore(a: string, b: string): Promise<boolean> {
  if (a === b) return true;
  const [one, other] = await Promise.all([a, b].map((path) => realpath(path).catch(() => resolve(path))));
  return one === other;
}
