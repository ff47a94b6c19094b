/** Reads the two members of `pagination` that a walk lives on. */

/** What stands there is of another shape: the list cannot be judged. */
export const UNREADABLE = Symbol('unreadable');

type Pagination = Readonly<Record<string, unknown>>;

/** `totalEntries`: a count, also as text; `undefined` where the server does not tell it. */
export function totalOf({ totalEntries }: Pagination): number | undefined | typeof UNREADABLE {
  if (totalEntries === undefined || totalEntries === null) return undefined;
  const isDigits = typeof totalEntries === 'string' && /^\d+$/.test(totalEntries);
  const total = isDigits ? Number(totalEntries) : totalEntries;
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : UNREADABLE;
}

/** `next`: a cursor, also as a number; `undefined` on the last page, where it is absent, null or empty. */
export function nextCursor({ next }: Pagination): string | undefined | typeof UNREADABLE {
  if (next === undefined || next === null || next === '') return undefined;
  if (typeof next === 'number') return String(next);
  // No URL can carry half a character: what the server would get is another cursor.
  return typeof next === 'string' && next.isWellFormed() ? next : UNREADABLE;
}
