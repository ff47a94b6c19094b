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

/** Limits of one token. */
export interface RateLimits {
  readonly perMinute: number;
  /** Limits of single operations, by their ids. */
  readonly operations?: Readonly<Record<string, number>>;
  /** Whether answers of such an operation tell of its own limit, and not of the token's. Segment does not say. */
  readonly tellsOperation?: boolean;
}

/** Returns what takes one request of a token and an operation; the state is that of the limit which is told. */
export function createRateLimits(
  limits: RateLimits,
): (role: string, operationId: string | null, now: Date) => RateState {
  const all = createRateLimit(limits.perMinute);
  const own = new Map(
    Object.entries(limits.operations ?? {}).map(([id, perMinute]) => [id, createRateLimit(perMinute)]),
  );
  return (role, operationId, now) => {
    const together = all.take(role, now);
    const single = together.isSpent ? undefined : own.get(operationId ?? '')?.take(role, now);
    if (single === undefined) return together;
    return single.isSpent || limits.tellsOperation === true ? single : together;
  };
}

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
