/** The rate limit of one token: a budget of requests for every minute, as the server counts minutes. */

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

/** How the server counts a minute. Segment does not say. */
export type RateMinute =
  /** Each begins so many milliseconds after a full minute of the server's clock. */
  | { readonly kind: 'clock'; readonly afterMs: number }
  /** It begins with the first request after the last one. */
  | { readonly kind: 'first-request' }
  /** Any sixty seconds; what is told is when one more is free. */
  | { readonly kind: 'sliding' };

/** Limits of one token. */
export interface RateLimits {
  readonly perMinute: number;
  /** Limits of single operations, by their ids. */
  readonly operations?: Readonly<Record<string, number>>;
  /** Whether answers of such an operation tell of its own limit, and not of the token's. Segment does not say. */
  readonly tellsOperation?: boolean;
  /** Default: the full minutes of the server's clock. */
  readonly minute?: RateMinute;
}

/** Returns what takes one request of a token and an operation; the state is that of the limit which is told. */
export function createRateLimits(
  limits: RateLimits,
): (role: string, operationId: string | null, now: Date) => RateState {
  const { minute } = limits;
  const all = createRateLimit(limits.perMinute, minute);
  const own = new Map(
    Object.entries(limits.operations ?? {}).map(([id, perMinute]) => [
      id,
      createRateLimit(perMinute, minute),
    ]),
  );
  return (role, operationId, now) => {
    const together = all.take(role, now);
    const single = together.isSpent ? undefined : own.get(operationId ?? '')?.take(role, now);
    if (single === undefined) return together;
    return single.isSpent || limits.tellsOperation === true ? single : together;
  };
}

/** Returns a limit with a budget of its own for each key; requests over it do not count. */
export function createRateLimit(
  perMinute: number,
  minute: RateMinute = { kind: 'clock', afterMs: 0 },
): RateLimit {
  const open = () => (minute.kind === 'sliding' ? new SlidingMinute() : new FixedMinute(minute));
  const minutes = new Map<string, Minute>();
  return {
    take(key, now) {
      const nowMs = now.getTime();
      const current = minutes.get(key) ?? open();
      minutes.set(key, current);
      const isSpent = current.consumedAt(nowMs) >= perMinute;
      if (!isSpent) current.take(nowMs);
      const consumed = current.consumedAt(nowMs);
      return {
        isSpent,
        consumed,
        remaining: perMinute - consumed,
        resetAt: new Date(current.resetMs),
        resetInMs: current.resetMs - nowMs,
      };
    },
  };
}

/** What counts requests. */
interface Minute {
  readonly resetMs: number;
  consumedAt(nowMs: number): number;
  take(nowMs: number): void;
}

class FixedMinute implements Minute {
  readonly #minute: Exclude<RateMinute, { kind: 'sliding' }>;
  #beginsMs = Number.NEGATIVE_INFINITY;
  #consumed = 0;

  constructor(minute: Exclude<RateMinute, { kind: 'sliding' }>) {
    this.#minute = minute;
  }

  get resetMs(): number {
    return this.#beginsMs + MINUTE_MS;
  }

  consumedAt(nowMs: number): number {
    const beginsMs = this.#beginAt(nowMs);
    if (beginsMs !== this.#beginsMs) this.#consumed = 0;
    this.#beginsMs = beginsMs;
    return this.#consumed;
  }

  take(): void {
    this.#consumed += 1;
  }

  #beginAt(nowMs: number): number {
    if (this.#minute.kind === 'first-request') return nowMs < this.resetMs ? this.#beginsMs : nowMs;
    const { afterMs } = this.#minute;
    return Math.floor((nowMs - afterMs) / MINUTE_MS) * MINUTE_MS + afterMs;
  }
}

class SlidingMinute implements Minute {
  /** When each request of the last minute was counted, the oldest first. */
  readonly #takenMs: number[] = [];

  get resetMs(): number {
    return (this.#takenMs[0] ?? 0) + MINUTE_MS;
  }

  consumedAt(nowMs: number): number {
    while ((this.#takenMs[0] ?? nowMs) <= nowMs - MINUTE_MS) this.#takenMs.shift();
    return this.#takenMs.length;
  }

  take(nowMs: number): void {
    this.#takenMs.push(nowMs);
  }
}
