/**
 * Lists a folder as a store. What somebody else put there must not keep us from what is ours: a tree too deep for
 * its paths is one thing that is no object, and behind a folder that may not be read the listing goes on.
 */
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isShortOfDescriptors } from '../descriptors.ts';
import { StoreError } from '../errors.ts';
import { codeOf, hasCode, hintFor } from './folder-errors.ts';
import { isKey, TEMPORARY } from './key.ts';
import type { IsClosed, StoredKey } from './store.ts';

/**
 * Walks the deepest folder that the prefix names whole, and in it only what begins with the prefix.
 * @throws StoreError READ_FAILED, of each folder that may not be read, when all else has been yielded
 */
export async function* listFiles(
  folder: string,
  prefix: string,
  isClosed: IsClosed = () => false,
): AsyncGenerator<StoredKey> {
  const base = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (base !== '' && !isKey(base.slice(0, -1))) return;
  const refused: Refused[] = [];
  // Not by a function that calls itself: a tree may be deeper than calls can be.
  const outer = await openFolder(folder, base, refused, prefix);
  const open = typeof outer === 'string' ? [] : [outer];
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    const next = inner.entries.next();
    if (next.done === true) open.pop();
    else {
      const key = `${inner.base}${next.value.name}`;
      if (!next.value.isDirectory()) yield* objectAt(folder, key, next.value, refused, inner);
      else if (key !== TEMPORARY) {
        const below = isClosed(`${key}/`) ? 'empty' : await openFolder(folder, `${key}/`, refused);
        if (below === 'empty') yield noObject(`${key}/`);
        // What is in it nobody can say: it is not empty.
        else if (below === 'too-deep') yield noObject(key);
        else if (below !== 'refused') open.push(below);
      }
    }
  }
  const [first, ...others] = refused;
  if (first !== undefined)
    throw notListed(
      first,
      others.map((each) => notListed(each)),
    );
}

interface Refused {
  readonly path: string;
  /** Its key, with a final slash. */
  readonly base: string;
  readonly cause: unknown;
}

interface OpenFolder {
  /** Its key, with a final slash; empty for the store itself. */
  readonly base: string;
  readonly entries: Iterator<Dirent>;
  /** Returns what is at the path of an entry, asked about in their order. */
  readonly stat: (entry: Dirent) => Promise<Stats>;
}

/** Returns a folder, or why there is nothing to be gone through. `prefix`: of the keys that are asked for. */
async function openFolder(
  folder: string,
  base: string,
  refused: Refused[],
  prefix = base,
): Promise<OpenFolder | 'empty' | 'too-deep' | 'refused'> {
  const path = pathTo(folder, base);
  try {
    const all = await readdir(path, { withFileTypes: true });
    if (all.length === 0) return 'empty';
    const entries = all.filter(({ name }) => `${base}${name}`.startsWith(prefix)).sort(byKey);
    return { base, entries: entries.values(), stat: statAhead(path, entries) };
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return 'empty';
    // Of a path that is longer than the system allows.
    if (isTooLong(cause)) return 'too-deep';
    refused.push({ path, base, cause });
    return 'refused';
  }
}

const STAT_AT_ONCE = 32;

/** Asks about several files together: one by one, asking takes six times as long as answering. */
function statAhead(path: string, entries: readonly Dirent[]): OpenFolder['stat'] {
  const files = entries.filter((entry) => !entry.isDirectory());
  const asked: Promise<Stats>[] = [];
  let next = 0;
  return (entry) => {
    if (asked.length === 0) {
      for (const file of files.slice(next, next + STAT_AT_ONCE)) {
        const answer = lstat(join(path, file.name));
        // Seen when its turn comes; until then it must not count as unhandled.
        answer.catch(() => undefined);
        asked.push(answer);
      }
      next += STAT_AT_ONCE;
    }
    return asked.shift() ?? lstat(join(path, entry.name));
  };
}

/** As keys are ordered: a folder's name counts with its slash. */
function byKey(one: Dirent, other: Dirent): number {
  const name = (entry: Dirent) => (entry.isDirectory() ? `${entry.name}/` : entry.name);
  return name(one) < name(other) ? -1 : 1;
}

async function* objectAt(
  folder: string,
  key: string,
  entry: Dirent,
  refused: Refused[],
  { base, stat }: OpenFolder,
): AsyncGenerator<StoredKey> {
  const isRegular = entry.isFile() && isKey(key);
  try {
    const { size } = await stat(entry);
    yield { key, bytes: size, isRegular };
  } catch (cause) {
    // A folder may let its names be read and nothing more: that is not a size of 0.
    if (hasCode(cause, 'EACCES')) {
      refused.push({ path: pathTo(folder, base), base, cause });
    } else yield isTooLong(cause) ? noObject(key) : { key, bytes: 0, isRegular };
  }
}

const noObject = (key: string): StoredKey => ({ key, bytes: 0, isRegular: false });

const isTooLong = (cause: unknown) => hasCode(cause, 'ENAMETOOLONG');

const pathTo = (folder: string, key: string) => join(folder, ...key.split('/'));

function notListed({ path, base, cause }: Refused, others: readonly StoreError[] = []): StoreError {
  return new StoreError({
    code: 'READ_FAILED',
    key: base,
    message: `list: ${base || 'store'}: expected a folder, got ${codeOf(cause)}`,
    found: codeOf(cause),
    hint: listingHint(codeOf(cause), path),
    others,
    cause,
  });
}

function listingHint(code: string, path: string): string {
  return code === 'ENOTDIR' || isShortOfDescriptors(code)
    ? hintFor(code, path)
    : `Give this user read access to ${path}.`;
}
