/**
 * Removes resume points that nobody needs any more: those of a slot that has been dealt with, and those that are
 * too old to be taken over. Where the store does not let it they stay, which harms nothing.
 */
import { StoreError } from '../errors.ts';
import { isResumeKey, resumePrefix, resumeSlotPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { OLDEST_HOURS } from './fits.ts';
import { isIndexPath } from './paths.ts';

const HOUR_MS = 60 * 60 * 1000;
/** Of more somebody else put most there; who comes next removes the others. */
const MOST_REMOVED = 10_000;

export interface Removing {
  readonly store: Store;
  readonly connection: string;
  /** The slot that has been dealt with. */
  readonly slot: string;
  readonly now: Date;
  readonly log: {
    info(fields: Readonly<Record<string, unknown>>, message: string): void;
  };
}

/** Returns how many files were removed. Never fails a run: what was committed stands. */
export async function removePoints(removing: Removing): Promise<number> {
  const { store, connection, log } = removing;
  if (store.remove === undefined) return 0;
  let removed = 0;
  try {
    const keys = await removable(removing);
    for (const key of keys) {
      await store.remove(key);
      removed += 1;
    }
    if (removed > 0) log.info({ files: removed }, 'the resume point is removed');
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { message, hint } = error;
    log.info(
      { connection, problem: message, ...(hint === undefined ? {} : { hint }) },
      'the resume point could not be removed: it is encrypted, and evidence of nothing',
    );
  }
  return removed;
}

/** Indexes first: what is only half removed can be taken over by nobody. */
async function removable({ store, connection, slot, now }: Removing): Promise<readonly string[]> {
  const base = resumePrefix(connection);
  if ((await store.obstacle?.(base.slice(0, -1))) !== undefined) return [];
  const own = resumeSlotPrefix(connection, slot);
  const indexes: string[] = [];
  const others: string[] = [];
  for await (const { key, isRegular } of store.list(base)) {
    if (!isRegular || !isResumeKey(key) || !(key.startsWith(own) || isOutdated(key.slice(base.length), now)))
      continue;
    (isIndexPath(key) ? indexes : others).push(key);
    if (indexes.length + others.length >= MOST_REMOVED) break;
  }
  return [...indexes, ...others];
}

/** Of a slot of long ago nobody takes anything over; one that is collected only now loses nothing but time. */
function isOutdated(path: string, now: Date): boolean {
  const [, date, hours, minutes, seconds] = /^(\d{8})T(\d{2})(\d{2})(\d{2})Z\//.exec(path) ?? [];
  if (date === undefined) return false;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  return now.getTime() - Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`) > 2 * OLDEST_HOURS * HOUR_MS;
}
