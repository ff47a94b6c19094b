/** Walks several lists that come in one answer, each with its own cursor, together: no more requests than the longest has pages. */
import type { StreamDefinition } from '../../schemas/place.ts';
import type { SegmentClient } from './client.ts';
import { ListWatch } from './list-watch.ts';
import { itemsOf, nextOf, type Page, pageSizeOf, readPage } from './paginate.ts';
import type { Place } from './place.ts';

interface Walk {
  readonly stream: StreamDefinition;
  readonly watch: ListWatch;
  readonly seen: Set<string>;
  cursor: string | undefined;
  isOpen: boolean;
}

/** Yields the pages of all lists, each with the stream it is from. @throws SegmentError as `readPages` */
export async function* readStreams(
  client: SegmentClient,
  place: Place,
  streams: readonly StreamDefinition[],
  size: number,
): AsyncGenerator<Page> {
  const { operationId, path, requestsPerMinute, priority, repeatsAreNormal = false } = place;
  const pageSize = pageSizeOf(place, size);
  const walks = streams.map(
    (stream): Walk => ({
      stream,
      watch: new ListWatch({ pageSize, repeatsAreNormal }),
      seen: new Set(),
      cursor: undefined,
      isOpen: true,
    }),
  );
  for (;;) {
    const open = walks.filter(({ isOpen }) => isOpen);
    if (open.length === 0) return;
    const reply = await client.get({
      operationId,
      path,
      requestsPerMinute,
      priority,
      query: { ...place.query, ...queryOf(open, pageSize) },
      countRecords: (data) => countOf(data, open),
    });
    for (const [index, walk] of open.entries()) {
      const { stream, watch, seen } = walk;
      // What the answer says of itself is said once.
      const answer = index === 0 ? reply : { ...reply, digitsKept: 0, doubts: [] };
      const { page, next } = readPage(answer, { ...place, key: stream.key }, pageSize, stream.pagination);
      watch.note(page.items, page.total);
      yield { ...page, shown: watch.shown, stream, isSameAnswer: index > 0 };
      walk.cursor = nextOf(next, { path, status: page.status, seen, watch });
      walk.isOpen = walk.cursor !== undefined;
    }
  }
}

/** A list that has ended is not named any more; what the answer then shows of it has been read. */
function queryOf(open: readonly Walk[], pageSize: number): Record<string, string> {
  const query: Record<string, string> = {};
  for (const { stream, cursor } of open) {
    query[`${stream.pagination}.count`] = String(pageSize);
    if (cursor !== undefined) query[`${stream.pagination}.cursor`] = cursor;
  }
  return query;
}

function countOf(data: Readonly<Record<string, unknown>>, open: readonly Walk[]): number | undefined {
  const counts = open.map(({ stream }) => itemsOf(data, stream.key)?.length);
  return counts.includes(undefined)
    ? undefined
    : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
