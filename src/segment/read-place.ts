/** One place of the API, whatever its shape, as pages of items: an item is a page of one. */
import { SegmentError } from '../errors.ts';
import { isObject } from '../evidence/json.ts';
import type { SegmentClient } from './client.ts';
import { assertPageFits } from './page-limits.ts';
import { type Page, readPages } from './paginate.ts';
import type { Place } from './place.ts';
import { readStreams } from './read-streams.ts';

/** Yields what a place holds. @throws SegmentError */
export async function* readPlace(
  client: SegmentClient,
  place: Place,
  pageSize: number,
): AsyncGenerator<Page> {
  if (place.shape === 'list') {
    const { streams } = place;
    const pages =
      streams === undefined
        ? readPages(client, place, pageSize)
        : readStreams(client, place, streams, pageSize);
    for await (const page of pages) {
      assertPageFits(page, place.path);
      yield page;
    }
    return;
  }
  const { operationId, path, query, requestsPerMinute, priority, key, shape } = place;
  const itemsOf = (data: Readonly<Record<string, unknown>>): readonly unknown[] | undefined => {
    const value = key === '' ? data : data[key];
    if (shape === 'array') return Array.isArray(value) ? value : undefined;
    return isObject(value) ? [value] : undefined;
  };
  const reply = await client.get({
    operationId,
    path,
    requestsPerMinute,
    priority,
    ...(query === undefined ? {} : { query }),
    countRecords: (data) => itemsOf(data)?.length,
  });
  const items = itemsOf(reply.data);
  if (items === undefined) {
    throw new SegmentError({
      code: 'BAD_SHAPE',
      status: reply.status,
      message: `read: GET ${path}: expected \`data${key === '' ? '' : `.${key}`}\`, got another shape`,
    });
  }
  const { status, bytes, digitsKept, doubts } = reply;
  const page = { items, total: undefined, status, bytes, digitsKept, doubts, shown: items.length };
  assertPageFits(page, path);
  yield page;
}
