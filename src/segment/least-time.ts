/**
 * The least time in which requests can be made: by the limits of requests a minute, by latency at so many requests at
 * once, and by what must come one after another. Pure; nothing that a client computes is in it.
 */

const MINUTE_MS = 60_000;

/** Requests of one operation. */
export interface OperationLoad {
  readonly requests: number;
  /** Its own documented limit. */
  readonly perMinute?: number | undefined;
  /** How many requests one after another must be answered before its first one can be made: its parents' lists. */
  readonly after?: number;
  /** How many of its own must come one after another: the pages of its longest list. */
  readonly inARow?: number;
}

export interface Load {
  readonly operations: readonly OperationLoad[];
  /** Requests a minute of all together; absent: no limit. */
  readonly perMinute?: number | undefined;
  readonly latencyMs: number;
  readonly concurrency: number;
  /**
   * What is left of the server's first minute, where it counts all requests together by the minutes of its own clock.
   * Absent: no more than the limit in any minute, which is what documented limits of single operations are taken for.
   */
  readonly untilNextMinuteMs?: number | undefined;
}

/** Returns when the last of some requests can be sent: so many in any minute, the first ones at once. Milliseconds. */
function lastSentMs(requests: number, perMinute: number, firstMinuteMs = MINUTE_MS): number {
  const minutes = Math.max(0, Math.ceil(requests / perMinute) - 1);
  return minutes === 0 ? 0 : firstMinuteMs + (minutes - 1) * MINUTE_MS;
}

/** Returns the least time until the last answer has come. Milliseconds. */
export function leastMs({ operations, perMinute, latencyMs, concurrency, untilNextMinuteMs }: Load): number {
  const requests = operations.reduce((sum, operation) => sum + operation.requests, 0);
  if (requests === 0) return 0;
  const bounds = operations.map((operation) => {
    const before = (operation.after ?? 0) * latencyMs;
    const limited =
      operation.perMinute === undefined ? 0 : lastSentMs(operation.requests, operation.perMinute) + latencyMs;
    return before + Math.max(limited, (operation.inARow ?? 1) * latencyMs);
  });
  const together =
    perMinute === undefined ? 0 : lastSentMs(requests, perMinute, untilNextMinuteMs) + latencyMs;
  return Math.max(Math.ceil(requests / concurrency) * latencyMs, together, ...bounds);
}
