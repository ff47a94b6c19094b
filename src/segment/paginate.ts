/**
 * Walks a list to its end. Cursors are opaque: never parsed, never guessed; one that comes twice
 * stops the walk. The reported total is never a reason to stop, only something to compare with.
 */
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { SegmentClient } from './client.ts';
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
  do {
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
    yield { items, total: totalOf(pagination), status, digitsKept };
    emptyPages = items.length === 0 ? emptyPages + 1 : 0;
    cursor = nextCursor(pagination['next']);
    if (cursor === undefined) return;
    // No URL can carry half a character: what the server would get is another cursor.
    if (!cursor.isWellFormed()) throw badPage(path, status, 'a cursor of Unicode text');
    if (seen.has(cursor) || emptyPages >= MOST_EMPTY_PAGES) {
      throw new SegmentError({
        code: 'CURSOR_LOOP',
        status,
        message: `list: GET ${path}: expected a new cursor after ${seen.size + 1} pages, got one again`,
      });
    }
    seen.add(cursor);
  } while (cursor !== undefined);
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

function totalOf(pagination: Readonly<Record<string, unknown>>): number | undefined {
  const total = pagination['totalEntries'];
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}

/** Absent, null and empty all mean that there is no next page. A number is a cursor too. */
function nextCursor(next: unknown): string | undefined {
  if (typeof next === 'number') return String(next);
  return typeof next === 'string' && next !== '' ? next : undefined;
}
