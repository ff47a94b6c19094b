/** Several connections at once, a few at a time: one that waits for Segment must not keep the others waiting. */

/** As many runs as one process has memory for. */
export const MOST_AT_ONCE = 4;

/**
 * Returns what came of each item, in the items' order. Once one fails, no other is begun; what is under way is
 * waited for, and then the first failure is thrown.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
  most = MOST_AT_ONCE,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const waiting = [...items.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
      const [place, item] = next;
      try {
        results[place] = await act(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work));
  if (failures.length > 0) throw failures[0];
  return results;
}
