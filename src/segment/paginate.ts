/**
 * Walks a list to its end. Cursors are opaque: never parsed, never guessed; one that comes twice stops the
 * walk, and so does a list that shows nothing new or continues beyond its own total (`list-watch.ts`).
 */
import type { StreamDefinition } from '../../schemas/place.ts';
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { AnswerDoubt } from '../evidence/read-facts.ts';
import type { Reply } from './attempt.ts';
import type { SegmentClient } from './client.ts';
import { type Endless, ListWatch } from './list-watch.ts';
import { nextCursor, totalOf, UNREADABLE } from './pagination.ts';
import type { Place } from './place.ts';

export interface Page {
  readonly items: readonly unknown[];
  /** `pagination.totalEntries`, where the server tells it. */
  readonly total: number | undefined;
  readonly status: number;
  /** Of the answer that it came in. */
  readonly bytes: number;
  readonly digitsKept: number;
  /** What the answer itself says against its being a whole page. */
  readonly doubts: readonly AnswerDoubt[];
  /** Different things that the list has shown up to here; where repeats are normal, all of them. */
  readonly shown: number;
  /** Which of several lists in one answer it is from. */
  readonly stream?: StreamDefinition;
  /** It came in the same answer as the page before it. */
  readonly isSameAnswer?: boolean;
}

/** What of a place a walk needs to know. */
export type ListPlace = Omit<Place, 'shape' | 'streams'>;

/**
 * Yields the pages of a list until the server names no next one.
 * @throws SegmentError CURSOR_LOOP when the list goes in circles, or on beyond its end; BAD_SHAPE when a
 *   body is no page; others as `get`
 */
export async function* readPages(
  client: SegmentClient,
  place: ListPlace,
  size: number,
): AsyncGenerator<Page> {
  const { operationId, path, key, requestsPerMinute, priority, query, repeatsAreNormal = false } = place;
  const pageSize = pageSizeOf(place, size);
  const named = place.paging === 'flat' ? '' : 'pagination.';
  const watch = new ListWatch({ pageSize, repeatsAreNormal });
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (;;) {
    const reply = await client.get({
      operationId,
      path,
      requestsPerMinute,
      priority,
      query: {
        ...query,
        [`${named}count`]: String(pageSize),
        ...(cursor === undefined ? {} : { [`${named}cursor`]: cursor }),
      },
      countRecords: (body) => itemsOf(body, key)?.length,
    });
    const { page, next } = readPage(reply, place, pageSize);
    watch.note(page.items, page.total);
    yield { ...page, shown: watch.shown };
    cursor = nextOf(next, { path, status: page.status, seen, watch });
    if (cursor === undefined) return;
  }
}

/** Returns how many records to ask for a page. */
export function pageSizeOf({ pageMax, fixedPageSize }: ListPlace, size: number): number {
  return fixedPageSize ?? Math.min(size, pageMax ?? size);
}

/** Returns the cursor to follow, if any. @throws SegmentError BAD_SHAPE, CURSOR_LOOP */
export function nextOf(
  next: ReturnType<typeof nextCursor>,
  {
    path,
    status,
    seen,
    watch,
  }: {
    readonly path: string;
    readonly status: number;
    readonly seen: Set<string>;
    readonly watch: ListWatch;
  },
): string | undefined {
  if (next === UNREADABLE) throw badPage(path, status, 'a cursor of Unicode text');
  if (next === undefined) return undefined;
  const endless = seen.has(next) ? 'circle' : watch.endless;
  if (endless !== undefined) throw endlessList(path, status, endless, watch.shown);
  seen.add(next);
  return next;
}

/** Returns the page that an answer holds. `member` is where its paging stands. @throws SegmentError BAD_SHAPE */
export function readPage(
  { data, status, bytes, digitsKept, doubts }: Reply,
  { path, key, hasOptionalPages = false, hasRoughTotal = false }: ListPlace,
  pageSize: number,
  member = 'pagination',
): { readonly page: Omit<Page, 'shown'>; readonly next: ReturnType<typeof nextCursor> } {
  const items = itemsOf(data, key);
  const isWithoutPaging = hasOptionalPages && (data[member] ?? null) === null;
  const pagination = isWithoutPaging ? {} : data[member];
  if (items === undefined || !isObject(pagination)) {
    throw badPage(path, status, `\`data.${key}\` with \`data.${member}\``);
  }
  const told = totalOf(pagination);
  const total = hasRoughTotal ? undefined : told;
  if (total === UNREADABLE) throw badPage(path, status, 'a count in `totalEntries`');
  // As many as were asked for, and not a word about where this is or how much there is: no one knows whether there is more.
  const isSilent = [pagination['current'], pagination['next'], told].every((said) => (said ?? null) === null);
  const isFull = isSilent && items.length >= pageSize;
  const all = isFull ? [...doubts, 'full-page-without-paging' as const] : doubts;
  return { page: { items, total, status, bytes, digitsKept, doubts: all }, next: nextCursor(pagination) };
}

const EXPECTED: Readonly<Record<Endless, string>> = {
  circle: 'a new cursor and new records, got the same again',
  'beyond-total': 'no more than the reported total, got more and a next page',
  'too-long': 'a last page, got a next one every time',
};

function endlessList(path: string, status: number, endless: Endless, shown: number): SegmentError {
  return new SegmentError({
    code: 'CURSOR_LOOP',
    status,
    message: `list: GET ${path}: after ${shown} records: expected ${EXPECTED[endless]}`,
  });
}

function badPage(path: string, status: number, expected: string): SegmentError {
  return new SegmentError({
    code: 'BAD_SHAPE',
    status,
    message: `list: GET ${path}: expected ${expected}, got another shape`,
  });
}

export function itemsOf(
  data: Readonly<Record<string, unknown>>,
  key: string,
): readonly unknown[] | undefined {
  const items = data[key];
  return Array.isArray(items) ? items : undefined;
}
