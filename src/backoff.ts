/** How long to wait before asking again, where the other side does not say. Pure; the one formula of this program. */

export interface Backoff {
  /** Before the second attempt, at the most. */
  readonly firstMs: number;
  /** However often it was tried; absent: no bound. */
  readonly longestMs?: number;
}

/**
 * Returns the wait after so many attempts (1 for the first), in milliseconds: doubling, and between half and
 * the whole of it by chance (`random` from [0, 1)), so that many who ask do not come back together.
 */
export function backoffMs(
  { firstMs, longestMs = Number.POSITIVE_INFINITY }: Backoff,
  attempt: number,
  random: number,
): number {
  return Math.round(Math.min(longestMs, firstMs * 2 ** (attempt - 1)) * (0.5 + random / 2));
}
