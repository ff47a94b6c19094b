/**
 * What a token can read, by one small request per resource; a list whose records together show whether
 * something is kept back is read to its end. Keeps no record.
 */

import type { Outcome, OutcomeReason } from '../../schemas/outcome.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { SegmentError } from '../errors.ts';
import { type VisibleBefore, visibilityRule } from '../evidence/field-visibility.ts';
import { isObject } from '../evidence/json.ts';
import type { RefusalJudge } from './access.ts';
import type { SegmentClient } from './client.ts';
import { gapOf } from './gap.ts';
import { recordsOf } from './items.ts';
import type { Page } from './paginate.ts';
import { childNeedsOf, ParentBook } from './parent-book.ts';
import type { Place } from './place.ts';
import { placesAt } from './places.ts';
import type { Under } from './read-parents.ts';
import { readPlace } from './read-place.ts';
import { VisibilityTally } from './visibility-tally.ts';

export interface AccessEntry {
  readonly resource: string;
  /** `untried`: it is read per record of another resource, and that one showed none. */
  readonly access:
    | 'readable'
    | 'field-hidden'
    | 'untried'
    | Exclude<Outcome, 'complete' | 'partial' | 'not-collected'>;
  readonly reason?: OutcomeReason | undefined;
  readonly httpStatus?: number;
  /** The least role that reads it whole. */
  readonly role: string;
}

/** Whether the token cannot read what it should. */
export function isAccessGap({ access, reason }: Pick<AccessEntry, 'access' | 'reason'>): boolean {
  return access !== 'readable' && access !== 'untried' && reason !== 'not-offered';
}

/** Says which of some records, by id, showed what Segment may empty in the last complete snapshot. */
export type AskVisibleBefore = (
  definition: ResourceDefinition,
  ids: ReadonlySet<string>,
) => Promise<VisibleBefore>;

/** Items a page of a list that is read to its end. */
const PAGE_SIZE = 200;

/**
 * Returns the access map of a token, in the definitions' order. Parents must come before children. `askedAt` is the
 * instant that fixed stretches of time are counted back from.
 */
export async function mapAccess(
  definitions: readonly ResourceDefinition[],
  client: SegmentClient,
  judge: RefusalJudge,
  {
    askedAt,
    visibleBefore = async () => undefined,
  }: { readonly askedAt: string; readonly visibleBefore?: AskVisibleBefore },
): Promise<readonly AccessEntry[]> {
  const trying = { client, judge, visibleBefore, askedAt };
  const books = new Map<string, ParentBook>();
  const map: AccessEntry[] = [];
  for (const definition of definitions) {
    const book = new ParentBook(childNeedsOf(definition.name, definitions));
    map.push(await tryResource(definition, { books, book }, trying));
    books.set(definition.name, book);
  }
  return map;
}

interface Books {
  /** What was seen of the resources before, for those that are read under it. */
  readonly books: ReadonlyMap<string, ParentBook>;
  /** Its own. */
  readonly book: ParentBook;
}

interface Trying {
  readonly client: SegmentClient;
  readonly judge: RefusalJudge;
  readonly visibleBefore: AskVisibleBefore;
  readonly askedAt: string;
}

async function tryResource(
  definition: ResourceDefinition,
  { books, book }: Books,
  trying: Trying,
): Promise<AccessEntry> {
  const { name: resource, role, parent, within, missingIsNone = false } = definition;
  const need = parent === undefined ? undefined : { parent, within: within?.field };
  const [under] = (need && books.get(need.parent.resource)?.parentsFor(need, true).each) ?? [];
  if (need !== undefined && under === undefined) return { resource, role, access: 'untried' };
  try {
    const isHidden = under?.brought === undefined && (await look(definition, under, { ...trying, book }));
    return { resource, role, access: isHidden ? 'field-hidden' : 'readable' };
  } catch (error) {
    if (!(error instanceof SegmentError)) throw error;
    if (missingIsNone && error.status === 404) return { resource, role, access: 'readable' };
    const refusal = error.code === 'ACCESS_DENIED' ? await trying.judge.judge() : 'scope';
    const { outcome, reason, httpStatus } = gapOf(error, refusal);
    const access = outcome as AccessEntry['access'];
    return { resource, role, access, reason, ...(httpStatus === undefined ? {} : { httpStatus }) };
  }
}

/** Asks for a record, and returns whether a list that should have something in it comes empty. */
async function look(
  definition: ResourceDefinition,
  under: Under | undefined,
  { client, visibleBefore, askedAt, book }: Trying & Pick<Books, 'book'>,
): Promise<boolean> {
  if (definition.name === 'workspace') return false;
  const note = (item: unknown) => {
    for (const record of recordsOf(definition, item)) book.note(record, under?.parent);
  };
  const places = placesAt(definition, { askedAt }, under?.params);
  const { hideableField } = definition;
  if (hideableField === undefined) {
    for (const place of places) {
      // Where the first record may be none that others are read under, a page of them is still one request.
      for await (const { items } of readPlace(client, place, book.isChoosy ? PAGE_SIZE : 1)) {
        for (const item of items) note(item);
        break;
      }
      if (!book.isWanting) break;
    }
    return false;
  }
  const shown = new VisibilityTally(hideableField);
  for await (const { items } of readAll(client, places)) {
    for (const item of items) {
      note(item);
      if (isObject(item)) shown.note(item);
    }
  }
  const before = await visibleBefore(definition, new Set(shown.doubtful));
  return !visibilityRule(hideableField, shown, true, before).rule.holds;
}

async function* readAll(client: SegmentClient, places: readonly Place[]): AsyncGenerator<Page> {
  for (const place of places) yield* readPlace(client, place, PAGE_SIZE);
}
