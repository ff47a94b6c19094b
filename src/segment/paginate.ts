/**
 * Walks a list to its end. Cursors are opaque: never parsed, never guessed; one that comes twice
 * stops the walk. The reported total is never a reason to stop, only something to compare with.
 */
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { SegmentClient } from './client.ts';
import { nextCursor, totalOf, UNREADABLE } from './pagination.ts';
import type { Place } from './place.ts';

export interface Page {
  readonly items: readonly unknown[];
  /** `pagination.totalEntries`, where the server tells it. */
  readonly total: number | undefined;
  readonly status: number;
  readonly digitsKept: number;
}

/** Pages without a record, one after another, before it counts as a loop. */
const MOST_EMPTY_PAGES = 3;

/**
 * Yields the pages of a list until the server names no next one.
 * @throws SegmentError CURSOR_LOOP when a cursor comes again; BAD_SHAPE when a body is no page; others as `get`
 */
export async function* readPages(
  client: SegmentClient,
  place: Omit<Place, 'shape'>,
  pageSize: number,
): AsyncGenerator<Page> {
  const { operationId, path, key, requestsPerMinute, query, hasOptionalPages = false } = place;
  const seen = new Set<string>();
  let cursor: string | undefined;
  let emptyPages = 0;
  for (;;) {
    const { data, status, digitsKept } = await client.get({
      operationId,
      path,
      requestsPerMinute,
      query: {
        ...query,
        'pagination.count': String(pageSize),
        ...(cursor === undefined ? {} : { 'pagination.cursor': cursor }),
      },
      countRecords: (body) => itemsOf(body, key)?.length,
    });
    const items = itemsOf(data, key);
    const pagination = data['pagination'] ?? (hasOptionalPages ? {} : undefined);
    if (items === undefined || !isObject(pagination)) {
      throw badPage(path, status, `\`data.${key}\` with \`data.pagination\``);
    }
    const total = totalOf(pagination);
    if (total === UNREADABLE) throw badPage(path, status, 'a count in `totalEntries`');
    yield { items, total, status, digitsKept };
    emptyPages = items.length === 0 ? emptyPages + 1 : 0;
    const next = nextCursor(pagination);
    if (next === UNREADABLE) throw badPage(path, status, 'a cursor of Unicode text');
    if (next === undefined) return;
    cursor = next;
    if (seen.has(cursor) || emptyPages >= MOST_EMPTY_PAGES) {
      throw new SegmentError({
        code: 'CURSOR_LOOP',
        status,
        message: `list: GET ${path}: expected a new cursor after ${seen.size + 1} pages, got one again`,
      });
    }
    seen.add(cursor);
  }
}

function badPage(path: string, status: number, expected: string): SegmentError {
  return new SegmentError({
    code: 'BAD_SHAPE',
    status,
    message: `list: GET ${path}: expected ${expected}, got another shape`,
  });
}

function itemsOf(data: Readonly<Record<string, unknown>>, key: string): readonly unknown[] | undefined {
  const items = data[key];
  return Array.isArray(items) ? items : undefined;
}
