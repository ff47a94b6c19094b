/**
 * Finds the resume point of a slot and takes over what it holds, after everything about it was checked. Whatever
 * does not fit means starting over, and is said; whatever somebody else put there changes nothing.
 */

import type { ResourceDefinition } from '../../schemas/resource.ts';
import type { ResumePoint } from '../../schemas/resume-point.ts';
import { StoreError } from '../errors.ts';
import type { MarkedAs, SecretSet } from '../evidence/secret-set.ts';
import type { LineSpool } from '../segment/collect.ts';
import { readUpTo } from '../store/content.ts';
import { resumeSlotPrefix } from '../store/layout.ts';
import { restsOn } from './finished.ts';
import { misfitOf, type Taking } from './fits.ts';
import { readParts, Unusable } from './parts.ts';
import { isIndexPath } from './paths.ts';
import { fromPayload, type TakenResource } from './payload.ts';
import type { ResumePlace } from './place.ts';
import { LARGEST_INDEX_BYTES, readIndex } from './signed-index.ts';

/** More files of one slot than any run leaves. */
const MOST_FILES = 100_000;
/** Indexes that are looked at, the last of each run first. */
const MOST_INDEXES = 200;

export interface TakeOverOptions {
  readonly place: ResumePlace;
  readonly taking: Pick<Taking, 'bound' | 'now'>;
  readonly definitions: readonly ResourceDefinition[];
  readonly newSpool: () => LineSpool;
  /** Takes the secrets that were met. */
  readonly secrets: SecretSet;
  readonly log: {
    info(fields: Readonly<Record<string, unknown>>, message: string): void;
    warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  };
}

/** What a run need not read again. */
export interface TakenOver {
  readonly point: ResumePoint;
  readonly resources: ReadonlyMap<string, TakenResource>;
}

/** Returns what was taken over; `undefined` where there is nothing, or nothing that fits. */
export async function takeOver(options: TakeOverOptions): Promise<TakenOver | undefined> {
  const { place, taking, log } = options;
  const { connection, slot } = place;
  try {
    const point = await findPoint(place);
    if (point === undefined) return undefined;
    const misfit = misfitOf(point, { ...taking, connection, slot });
    if (misfit !== undefined) throw new Unusable(misfit);
    const resources = await readResources(point, options);
    log.info(
      { slot, since: point.since, resources: resources.size },
      'a run of this slot was cut off: what it has read whole is taken over',
    );
    return { point, resources };
  } catch (error) {
    if (!(error instanceof Unusable || error instanceof StoreError)) throw error;
    log.warn({ slot, why: error.message }, 'a run of this slot was cut off: starting over');
    return undefined;
  }
}

/** Returns the newest index that our key has signed. @throws Unusable where there are only others */
async function findPoint(place: ResumePlace): Promise<ResumePoint | undefined> {
  const keys = await listIndexes(place);
  let newest: ResumePoint | undefined;
  for (const key of keys.slice(0, MOST_INDEXES)) {
    const bytes = await readUpTo(place.store, key, LARGEST_INDEX_BYTES);
    const point = bytes === undefined ? undefined : await readIndex(bytes, place.signer);
    if (point !== undefined && (newest === undefined || isLater(point, newest))) newest = point;
  }
  if (newest === undefined && keys.length > 0) throw new Unusable('no index of it is signed by our key');
  return newest;
}

/** Of two at one instant the one with more in it. */
function isLater(one: ResumePoint, other: ResumePoint): boolean {
  const [oneMs, otherMs] = [Date.parse(one.at), Date.parse(other.at)];
  return oneMs === otherMs ? one.resources.length > other.resources.length : oneMs > otherMs;
}

/** Returns the keys of the slot's indexes, the highest numbers first. */
async function listIndexes({ store, connection, slot }: ResumePlace): Promise<readonly string[]> {
  const prefix = resumeSlotPrefix(connection, slot);
  // Behind a link is what somebody else may change at any time.
  if ((await store.obstacle?.(prefix.slice(0, -1))) !== undefined) return [];
  const keys: string[] = [];
  let files = 0;
  for await (const { key, isRegular } of store.list(prefix)) {
    files += 1;
    if (files > MOST_FILES) throw new Unusable(`more than ${MOST_FILES} files are there`);
    if (isRegular && isIndexPath(key.slice(prefix.length))) keys.push(key);
  }
  const numberOf = (key: string) => key.slice(-'000001.json'.length);
  return keys.sort((a, b) => (numberOf(a) < numberOf(b) ? 1 : -1));
}

async function readResources(
  point: ResumePoint,
  { place, definitions, newSpool, secrets }: TakeOverOptions,
): Promise<ReadonlyMap<string, TakenResource>> {
  const taken = new Map<string, TakenResource>();
  const spools: LineSpool[] = [];
  try {
    for (const definition of definitions) {
      const named = point.resources.find(({ name }) => name === definition.name);
      if (named === undefined) continue;
      const spool = newSpool();
      spools.push(spool);
      const found = await fromPayload(definition, readParts(place, named.files), { spool, definitions });
      if (restsOn(found.resource, (name) => taken.has(name))) taken.set(definition.name, found);
      else await spool.close();
    }
    // Checked whole before any of it counts: there may be a million.
    for await (const _ of readParts(place, point.secrets));
    for await (const line of readParts(place, point.secrets)) {
      const [as, value] = JSON.parse(line) as [MarkedAs, string];
      secrets.mark(as, value);
    }
    return taken;
  } catch (error) {
    await Promise.all(spools.map((spool) => spool.close()));
    throw error;
  }
}
