/** Does some work ahead and hands out the results in order: what is far away is slow one by one. */

/**
 * Yields `work(item)` for each item, in the items' order, with at most `limit` under way. Where no further item can be
 * had, what was begun is handed out first.
 */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  const end: { error?: unknown } = {};
  for await (const item of untilItFails(items, end)) {
    const started = work(item);
    // Seen when its turn comes; until then it must not count as unhandled.
    started.catch(() => undefined);
    underWay.push(started);
    const first = underWay.length >= limit ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const rest of underWay) yield await rest;
  if ('error' in end) throw end.error;
}

async function* untilItFails<T>(
  items: Iterable<T> | AsyncIterable<T>,
  end: { error?: unknown },
): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    end.error = error;
  }
}
