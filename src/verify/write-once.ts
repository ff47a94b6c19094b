/**
 * A bucket that keeps versions shows what was done to its objects: whatever we wrote has one version and
 * no delete marker, forever. A second version, even of the same bytes, or a marker was put there by
 * someone else, and what it hides may be what was signed. A folder has no such memory.
 */
import { connectionPrefix, isResumeKey, ROOT } from '../store/layout.ts';
import { isLitterName } from '../store/litter.ts';
import type { Store, StoredVersion } from '../store/store.ts';
import { explainReadError, type VerifyContext } from './context.ts';
import { bagOf } from './survey.ts';

/** An object that was written again or deleted. */
export interface Rewritten {
  readonly key: string;
  readonly connection: string;
  readonly versionIds: readonly string[];
  readonly markerIds: readonly string[];
  /** When each marker was made, where the bucket says so. */
  readonly deletedAt: readonly string[];
}

const NAMED_AT_MOST = 5;

interface Entry {
  readonly versionIds: Set<string>;
  readonly markerIds: Set<string>;
  readonly deletedAt: string[];
}

/** Returns every object below the prefixes that was not written exactly once; none of a folder. */
export async function findRewritten(
  context: VerifyContext,
  prefixes: readonly string[],
): Promise<readonly Rewritten[]> {
  const found = new Map<string, Entry>();
  const { store } = context;
  let hasNoVersions = false;
  for (const prefix of store.versions === undefined ? [] : prefixes) {
    try {
      const listing = await listOnce(store, prefix, found);
      hasNoVersions ||= listing.hasNoVersions;
      if (!listing.isSorted) await listAtRandom(store, prefix, found);
    } catch (error) {
      explainReadError(context, prefix, error, 'list');
    }
  }
  if (hasNoVersions) {
    const message = 'the bucket kept no versions: an object that was overwritten or deleted left no trace';
    context.findings.note('not-looked-at', store.location, message);
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { versionIds, markerIds, deletedAt }]) => ({
      key,
      connection: connectionOf(key),
      versionIds: [...versionIds],
      markerIds: [...markerIds],
      deletedAt,
    }));
}

/** In a sorted listing versions of one key follow each other, so that what was written once needs no memory. */
async function listOnce(
  store: Store,
  prefix: string,
  found: Map<string, Entry>,
): Promise<{ readonly isSorted: boolean; readonly hasNoVersions: boolean }> {
  let isSorted = true;
  let hasNoVersions = false;
  let [previousKey, previousId] = ['', ''];
  for await (const { key, versionId, isDeleteMarker, at } of ourVersions(store, prefix)) {
    if (versionId === 'null') hasNoVersions = true;
    if (key < previousKey) isSorted = false;
    if (isDeleteMarker) addMarker(entryOf(found, key), versionId, at);
    else {
      if (key === previousKey && previousId !== '' && previousId !== versionId)
        entryOf(found, key).versionIds.add(previousId).add(versionId);
      [previousKey, previousId] = [key, versionId];
    }
  }
  return { isSorted, hasNoVersions };
}

/** Not every server sorts: then each key is remembered, with the version that came first. */
async function listAtRandom(store: Store, prefix: string, found: Map<string, Entry>): Promise<void> {
  const first = new Map<string, string>();
  for await (const { key, versionId, isDeleteMarker } of ourVersions(store, prefix)) {
    if (isDeleteMarker) continue;
    const known = first.get(key);
    if (known === undefined) first.set(key, versionId);
    else if (known !== versionId) entryOf(found, key).versionIds.add(known).add(versionId);
  }
}

/**
 * Litter is no evidence, however often somebody's console makes it anew; nor are resume points, which are removed.
 */
async function* ourVersions(store: Store, prefix: string): AsyncGenerator<StoredVersion> {
  for await (const version of store.versions?.(prefix) ?? [])
    if (!isLitterName(version.key) && !isResumeKey(version.key)) yield version;
}

function addMarker({ markerIds, deletedAt }: Entry, versionId: string, at: string | undefined): void {
  markerIds.add(versionId);
  if (at !== undefined) deletedAt.push(at);
}

function entryOf(found: Map<string, Entry>, key: string): Entry {
  const entry = found.get(key) ?? { versionIds: new Set(), markerIds: new Set(), deletedAt: [] };
  found.set(key, entry);
  return entry;
}

/** What records say of the bags of a connection. */
export interface NamedBags {
  /** Bags that records name; `undefined`: not known of every record. */
  readonly committed: ReadonlySet<string> | undefined;
  /** Bags that are gone whole and whose retention has ended, with when it did. */
  readonly expired: ReadonlyMap<string, Date>;
}

const NOTHING_NAMED: NamedBags = { committed: undefined, expired: new Map() };

/**
 * Reports them. Of a bag that no record names nothing is promised, unless it is not known which ones are named;
 * and what a lifecycle rule deletes when its time is over leaves a marker on each object.
 */
export function reportRewritten(
  { findings }: VerifyContext,
  rewritten: readonly Rewritten[],
  { committed, expired }: NamedBags = NOTHING_NAMED,
): void {
  for (const object of rewritten) {
    const { key, connection, versionIds, markerIds } = object;
    const bag = bagOf(key.slice(connectionPrefix(connection).length));
    if (bag !== undefined && committed !== undefined && !committed.has(bag)) {
      findings.note('uncommitted', key, 'was written again or deleted; no record names its snapshot');
      continue;
    }
    if (isDeletedInTime(object, bag === undefined ? undefined : expired.get(bag))) continue;
    const found = [...named('version', versionIds), ...named('delete marker', markerIds)].join(' and ');
    const problem = { what: 'check versions', expected: 'one version and no delete marker', found };
    findings.fail('NOT_WRITE_ONCE', key, problem);
  }
}

/** Deleted, never written again, and not before the retention had ended. */
function isDeletedInTime({ versionIds, deletedAt }: Rewritten, end: Date | undefined): boolean {
  if (end === undefined || versionIds.length > 0) return false;
  return deletedAt.every((at) => Date.parse(at) >= end.getTime());
}

function named(what: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [];
  const shown = ids.slice(0, NAMED_AT_MOST).join(', ');
  const more = ids.length > NAMED_AT_MOST ? `, ${ids.length - NAMED_AT_MOST} more` : '';
  return [`${ids.length} ${what}${ids.length === 1 ? '' : 's'} (${shown}${more})`];
}

function connectionOf(key: string): string {
  const rest = key.slice(ROOT.length + 1);
  return rest.slice(0, Math.max(0, rest.indexOf('/')));
}
