/**
 * Whether to ask again, and when. Pure: the facts of one failed attempt in, a decision out.
 * When the server says how long to wait, it is obeyed; otherwise the waits double, with jitter.
 */
import { backoffMs } from '../backoff.ts';

/** Attempts at one request, the first included. */
export const MOST_ATTEMPTS = 4;
/** Attempts at one request that is refused for its rate: the server says when, so patience helps. */
export const MOST_RATE_ATTEMPTS = 8;
/** A longer wait than this is not waited for: the resource is `deferred`. */
export const LONGEST_WAIT_MS = 150_000;

const BACKOFF = { firstMs: 300, longestMs: 20_000 };

export type FailedAttempt =
  | {
      readonly kind: 'rate';
      /** `Retry-After` in whole seconds. */
      readonly retryAfterSeconds?: number | undefined;
      /** `Retry-After` as a date, in milliseconds since 1970. */
      readonly retryAtMs?: number | undefined;
      /** `errors[0].data.msBeforeNext` of Segment's body. */
      readonly msBeforeNext?: number | undefined;
      /** `X-RateLimit-Reset` as milliseconds since 1970. */
      readonly resetAtMs?: number | undefined;
    }
  | { readonly kind: 'transient' }
  /** What was asked for is not served in that media type; whoever asks knows whether there is another one. */
  | { readonly kind: 'media-type' }
  | { readonly kind: 'final' };

export type Decision = { readonly kind: 'retry'; readonly delayMs: number } | { readonly kind: 'stop' };

/**
 * Returns whether to try again after `attempt` attempts (1 for the first) and after how long.
 * `random` is from [0, 1).
 */
export function decideRetry(
  failure: FailedAttempt,
  attempt: number,
  nowMs: number,
  random: number,
): Decision {
  if (failure.kind === 'final' || failure.kind === 'media-type') return { kind: 'stop' };
  if (failure.kind === 'transient') {
    return attempt >= MOST_ATTEMPTS
      ? { kind: 'stop' }
      : { kind: 'retry', delayMs: backoffMs(BACKOFF, attempt, random) };
  }
  const delayMs = rateDelay(failure, attempt, nowMs, random);
  const isTooMuch = attempt >= MOST_RATE_ATTEMPTS || delayMs > LONGEST_WAIT_MS;
  return isTooMuch ? { kind: 'stop' } : { kind: 'retry', delayMs };
}

function rateDelay(
  failure: Extract<FailedAttempt, { kind: 'rate' }>,
  attempt: number,
  nowMs: number,
  random: number,
): number {
  if (failure.retryAfterSeconds !== undefined) return failure.retryAfterSeconds * 1000;
  if (failure.retryAtMs !== undefined) return Math.max(0, failure.retryAtMs - nowMs);
  if (failure.msBeforeNext !== undefined) return Math.ceil(failure.msBeforeNext);
  // The header has whole seconds: up to one more, so as not to come a moment too early.
  if (failure.resetAtMs !== undefined)
    return Math.max(0, failure.resetAtMs - nowMs) + Math.round(1000 * random);
  return backoffMs(BACKOFF, attempt + 2, random);
}
