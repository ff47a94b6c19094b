/** Does some work ahead and hands out the results in order: a far store is slow one object at a time. */

/** Yields `work(item)` for each item, in the items' order, with at most `limit` under way. */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const started = work(item);
    // Seen when its turn comes; until then it must not count as unhandled.
    started.catch(() => undefined);
    underWay.push(started);
    const first = underWay.length >= limit ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const rest of underWay) yield await rest;
}
