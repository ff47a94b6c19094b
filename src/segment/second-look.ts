/**
 * The second look: when all has been read, the first page of each list is asked for once more. A list that was one answer
 * was whole when it was read, whatever came later. One of several pages that shows something else now may have moved while
 * it was read: it is read again once, and so is what hangs on it where it has new members.
 */

import type { SecondLook } from '../../schemas/manifest.ts';
import { parentsOf, type ResourceDefinition } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import { danglingIn } from '../evidence/references.ts';
import type { SegmentClient } from './client.ts';
import type { CollectedResource } from './collected.ts';
import { type FirstPage, firstPageOf, isSamePage } from './first-pages.ts';
import { placesAt } from './places.ts';
import { readPlace } from './read-place.ts';

export interface LookOptions {
  readonly client: SegmentClient;
  readonly pageSize: number;
  readonly now: () => Date;
  /** Reads a resource from the beginning, under what the others list now. */
  readonly readAgain: (
    definition: ResourceDefinition,
    listed: ReadonlyMap<string, CollectedResource>,
  ) => Promise<CollectedResource>;
}

/** Returns the resources, each with what a second look showed; those that moved as they were read again. */
export async function lookAgain(
  collected: readonly CollectedResource[],
  options: LookOptions,
): Promise<readonly CollectedResource[]> {
  const looked = await Promise.all(collected.map((resource) => lookAt(resource, options)));
  const now = new Map(looked.map((resource) => [resource.definition.name, resource]));
  try {
    for (const resource of looked) {
      const { name } = resource.definition;
      if (hasMoved(resource) || isBehind(resource, looked)) {
        const settled = await settle(resource, now, options);
        now.set(name, settled);
        if (hasNewMembers(resource, settled)) await readBelow(name, now, options);
      }
    }
  } catch (error) {
    await Promise.all([...now.values()].map(({ spool }) => spool.close()));
    throw error;
  }
  return [...now.values()];
}

async function lookAt(resource: CollectedResource, options: LookOptions): Promise<CollectedResource> {
  const secondLook = await answered(options.now, () =>
    resource.definition.window === undefined
      ? lookAtFirstPages(resource, options)
      : lookAtTime(resource, options),
  );
  return secondLook === undefined ? resource : { ...resource, secondLook };
}

/** No answer is said as that: it is nothing against what was read. */
async function answered(
  now: () => Date,
  look: () => Promise<SecondLook | undefined>,
): Promise<SecondLook | undefined> {
  const at = now().toISOString();
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    return { at, pages: 0, equal: null, result: 'no-answer' };
  }
}

async function lookAtFirstPages(
  { facts, firstPages }: CollectedResource,
  options: LookOptions,
): Promise<SecondLook | undefined> {
  if (facts.gap !== undefined || facts.declaredOff !== undefined || firstPages.length === 0) return undefined;
  const at = options.now().toISOString();
  const found = await Promise.all(firstPages.map(({ place }) => readFirst(place, options)));
  const equal = found.every((page, index) => {
    const before = firstPages[index];
    return before !== undefined && isSamePage(page, before);
  });
  const totals = found.map(({ total }) => total);
  const isTold = totals.every((total) => total !== undefined);
  const total = totals.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return { at, pages: found.length, equal, ...(isTold ? { total } : {}) };
}

/** Of a resource that is read by time: what has come since the time that was asked for. */
async function lookAtTime(
  { definition, facts }: CollectedResource,
  options: LookOptions,
): Promise<SecondLook | undefined> {
  if (facts.gap !== undefined || facts.window === undefined || facts.pages === 0) return undefined;
  const at = options.now().toISOString();
  const window = { from: facts.window.to, to: at, isCut: false };
  const [place] = placesAt(definition, { window, askedAt: at });
  if (place === undefined || window.from >= at) return undefined;
  for await (const { items, total } of readPlace(options.client, place, options.pageSize)) {
    const events = Math.max(items.length, total ?? 0);
    return { at, pages: 1, equal: events === 0, events };
  }
  return undefined;
}

async function readFirst(place: FirstPage['place'], { client, pageSize }: LookOptions): Promise<FirstPage> {
  for await (const page of readPlace(client, place, pageSize)) return firstPageOf(place, page);
  return firstPageOf(place, { items: [], total: undefined });
}

/** A list of several pages that is not known to have stood still while it was read. */
function hasMoved({ facts, firstPages, secondLook }: CollectedResource): boolean {
  if (!firstPages.some(({ pages }) => pages > 1)) return false;
  return secondLook?.equal === false || (secondLook?.equal === true && (facts.totals?.moved ?? 0) > 0);
}

/** A list that has changed since, and lacks what others, read later, name. */
function isBehind({ definition, secondLook }: CollectedResource, all: readonly CollectedResource[]): boolean {
  return (
    secondLook?.equal === false &&
    definition.window === undefined &&
    danglingIn(definition.name, all).length > 0
  );
}

/** Reads a list once more. What could not be read again stays as it was read first. */
async function settle(
  resource: CollectedResource,
  listed: ReadonlyMap<string, CollectedResource>,
  options: LookOptions,
): Promise<CollectedResource> {
  const { secondLook } = resource;
  if (secondLook === undefined) return resource;
  const again = await options.readAgain(resource.definition, listed);
  const look = await answered(options.now, () => lookAtFirstPages(again, options));
  const stoodStill =
    typeof look?.equal === 'boolean' &&
    (again.facts.totals?.moved ?? 0) === 0 &&
    (look.equal ||
      again.firstPages.every(({ pages }) => pages === 1) ||
      (await haveSameIds(resource, again)));
  const isReplaced = again.facts.gap === undefined;
  const [kept, dropped] = isReplaced ? [again, resource] : [resource, again];
  await dropped.spool.close();
  const wasOnePage = resource.firstPages.every(({ pages }) => pages === 1);
  const pages = secondLook.pages + (look?.pages ?? 0);
  if (stoodStill)
    return { ...kept, secondLook: { ...secondLook, equal: false, pages, result: 'read-again' } };
  // In one answer it was whole all the same.
  if (wasOnePage) return { ...kept, secondLook: { ...secondLook, pages } };
  return { ...kept, secondLook: { ...secondLook, equal: false, pages, result: 'moved' } };
}

/** Whether two readings brought the same members: then the list stood still, in whatever order it is shown. */
async function haveSameIds(a: CollectedResource, b: CollectedResource): Promise<boolean> {
  const others = idsOf(b);
  for await (const id of idsOf(a)) {
    const { value, done } = await others.next();
    if (done === true || value !== id) return false;
  }
  return (await others.next()).done === true;
}

async function* idsOf({ spool }: CollectedResource): AsyncGenerator<string> {
  let last: string | undefined;
  for await (const lines of spool.sorted()) {
    for (const { key } of lines) {
      if (key !== last) yield key;
      last = key;
    }
  }
}

function hasNewMembers(before: CollectedResource, now: CollectedResource): boolean {
  const known = new Set(before.observations.ids);
  return now.observations.ids.some((id) => !known.has(id));
}

/** Reads once more what is read under a list with new members, and under that. */
async function readBelow(
  name: string,
  now: Map<string, CollectedResource>,
  options: LookOptions,
): Promise<void> {
  const changed = new Set([name]);
  for (const [child, resource] of now) {
    if (changed.has(child) || !parentsOf(resource.definition).some((parent) => changed.has(parent.resource)))
      continue;
    changed.add(child);
    const again = await options.readAgain(resource.definition, now);
    const isRead = again.facts.gap === undefined;
    await (isRead ? resource : again).spool.close();
    now.set(child, isRead ? again : withUnknownParents(resource));
  }
}

/** There are parents under which was not read. */
function withUnknownParents(resource: CollectedResource): CollectedResource {
  const { facts } = resource;
  if (facts.parents === undefined) return resource;
  return { ...resource, facts: { ...facts, parents: { ...facts.parents, isWhole: false } } };
}
