/**
 * What a folder does as a store, found out by doing it. Writes below `segment-evidence/doctor/` only, and
 * removes there what it made: nothing else in a store is ever removed.
 */
import { link, mkdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from '../errors.ts';
import { readWhole, toContent } from './content.ts';
import { openFolderStore } from './folder.ts';
import { DOCTOR_PREFIX } from './layout.ts';
import { missing, ok, type Probe, probeAtOnce, type RaceEnd, unknownProbe } from './probe.ts';
import type { Store } from './store.ts';

const GROUP_OR_OTHERS_WRITE = 0o022;
const ANYBODY_WRITES = 0o222;

/** Returns what was found. `name` is one that no one else uses. */
export async function probeFolder(folder: string, name: string): Promise<readonly Probe[]> {
  let names = 0;
  const store = openFolderStore(folder, () => `${name}-${names++}`);
  const key = `${DOCTOR_PREFIX}${name}/probe`;
  const path = join(folder, ...key.split('/'));
  try {
    await store.put(key, toContent(name));
    const isSame = (await readWhole(store, key)).toString('utf8') === name;
    const usable = isSame
      ? ok('usable', 'what was written came back')
      : missing('usable', 'other bytes came back than were written', 'Use another disk.');
    const tried = [
      await probeCreateOnly(store, key),
      await probeAtOnce((race, own) => tryToBeFirst(store, `${key}-race-${race}`, own)),
      await probeLinks(path),
      await probeFileSystem(folder, path),
    ];
    return [usable, ...tried, await probePermissions(folder, path)];
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [missing('usable', error.message, error.hint ?? `Give this user write access to ${folder}.`)];
  } finally {
    await rm(dirname(path), { recursive: true, force: true }).catch(() => undefined);
    // Only when no one else is at it: a folder with something in it stays.
    await rmdir(dirname(dirname(path))).catch(() => undefined);
  }
}

async function probeCreateOnly(store: Store, key: string): Promise<Probe> {
  try {
    await store.put(key, toContent('another object'));
  } catch (error) {
    if (error instanceof StoreError && error.code === 'ALREADY_EXISTS') {
      return ok('create-only', 'a second object under the same name was refused');
    }
    throw error;
  }
  return missing(
    'create-only',
    'a second object replaced the first',
    'Use another file system for the store.',
  );
}

async function tryToBeFirst(store: Store, key: string, own: string): Promise<RaceEnd> {
  try {
    await store.put(key, toContent(own));
    return 'first';
  } catch (error) {
    return error instanceof StoreError && error.code === 'ALREADY_EXISTS' ? 'refused' : 'failed';
  }
}

async function probeLinks(path: string): Promise<Probe> {
  try {
    await link(path, `${path}-link`);
    return ok('hard-links', 'an object gets its name in one step');
  } catch {
    const hint = 'Use a file system with hard links, so that a crash can never leave half an object.';
    return missing('hard-links', 'this file system has none; objects are copied under their name', hint);
  }
}

/** A link cannot leave its file system: evidence on another one than `.tmp` would be copied. */
async function probeFileSystem(folder: string, path: string): Promise<Probe> {
  await mkdir(join(folder, '.tmp'), { recursive: true });
  const [temporary, final] = await Promise.all([stat(join(folder, '.tmp')), stat(path)]);
  if (temporary.dev === final.dev) return ok('same-file-system', 'the whole store is on one file system');
  const hint = 'Mount the whole store, not a folder in it.';
  return missing('same-file-system', '.tmp is on another file system than the evidence', hint);
}

async function probePermissions(folder: string, path: string): Promise<Probe> {
  if (process.platform === 'win32') {
    const hint = 'Check the access list of the folder: only the collecting user should have write access.';
    return unknownProbe('permissions', 'Windows has no such permissions', hint);
  }
  const [whole, object] = await Promise.all([stat(folder), stat(path)]);
  if ((object.mode & ANYBODY_WRITES) !== 0) {
    const hint = 'Use a file system that keeps permissions.';
    return missing('permissions', 'an object can be written to', hint);
  }
  if ((whole.mode & GROUP_OR_OTHERS_WRITE) !== 0) {
    const hint = `Let only the collecting user write there: chmod go-w ${folder}`;
    return missing('permissions', 'others than its owner may write in the folder', hint);
  }
  return ok('permissions', 'objects are read-only, and only their owner may write in the folder');
}
