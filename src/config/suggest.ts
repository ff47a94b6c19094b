/** "Did you mean": the known name nearest to one that is not known. Pure. */

/**
 * Returns the nearest of the candidates, or undefined when none is near: at most a third of its letters
 * may differ. Case and the separators `-` and `_` count for nothing, since people mix them up.
 */
export function suggest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const limit = Math.max(1, Math.floor(candidate.length / 3));
    const distance = editDistance(plain(name), plain(candidate));
    if (distance <= limit && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** A longer list than this helps no one. */
const MOST_LISTED = 40;

/** Returns `; did you mean "token"?`, or the whole list when no candidate is near. */
export function suggestion(name: string, candidates: readonly string[]): string {
  const near = suggest(name, candidates);
  if (near !== undefined) return `; did you mean ${near}?`;
  return candidates.length > 0 && candidates.length <= MOST_LISTED
    ? `; known are ${candidates.join(', ')}`
    : '';
}

/** Whether a key taken from a file may be printed: one that does not look like a name may be a secret. */
export function looksLikeName(key: string): boolean {
  return /^[\w$<-]{1,40}$/.test(key) && !key.startsWith('sgp_');
}

/** Returns the key in quotes, or a few words in its place. */
export function quoteName(key: string): string {
  return looksLikeName(key) ? `"${key}"` : 'a name not shown here';
}

function plain(name: string): string {
  return name.slice(0, 64).toLowerCase().replace(/[-_]/g, '');
}

/** Letters put in, left out, replaced or swapped with their neighbour, between one name and the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
