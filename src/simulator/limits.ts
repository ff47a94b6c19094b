/** The rate limit of one token: a budget of requests for every minute of the server's clock. */

export interface RateState {
  readonly isSpent: boolean;
  readonly consumed: number;
  readonly remaining: number;
  readonly resetAt: Date;
  readonly resetInMs: number;
}

export interface RateLimit {
  /** Counts one request of a key and tells what is left. */
  take(key: string, now: Date): RateState;
}

const MINUTE_MS = 60_000;

/** Returns a limit with a fresh budget per key and minute; requests over it do not count. */
export function createRateLimit(perMinute: number): RateLimit {
  const spent = new Map<string, { minute: number; consumed: number }>();
  return {
    take(key, now) {
      const minute = Math.floor(now.getTime() / MINUTE_MS);
      const before = spent.get(key);
      const consumedBefore = before?.minute === minute ? before.consumed : 0;
      const isSpent = consumedBefore >= perMinute;
      const consumed = isSpent ? consumedBefore : consumedBefore + 1;
      spent.set(key, { minute, consumed });
      const resetAt = new Date((minute + 1) * MINUTE_MS);
      return {
        isSpent,
        consumed,
        remaining: perMinute - consumed,
        resetAt,
        resetInMs: resetAt.getTime() - now.getTime(),
      };
    },
  };
}
