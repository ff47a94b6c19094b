/** What a failed reading means for its resource, in the contract's words. */
import type { SegmentError, SegmentErrorCode } from '../errors.ts';
import type { Gap } from '../evidence/read-facts.ts';

const GAPS: Readonly<Record<Exclude<SegmentErrorCode, 'ACCESS_DENIED'>, Pick<Gap, 'outcome' | 'reason'>>> = {
  TOKEN_REFUSED: { outcome: 'denied', reason: 'token' },
  NOT_FOUND: { outcome: 'unavailable', reason: 'not-found' },
  FEATURE_UNAVAILABLE: { outcome: 'unavailable', reason: 'feature' },
  RATE_LIMITED: { outcome: 'deferred', reason: 'rate' },
  TIME_SPENT: { outcome: 'deferred', reason: 'time' },
  TIMED_OUT: { outcome: 'unreachable', reason: 'timeout' },
  NETWORK_FAILED: { outcome: 'unreachable', reason: 'network' },
  UPSTREAM_FAILED: { outcome: 'unreachable', reason: 'upstream' },
  BAD_SHAPE: { outcome: 'unreachable', reason: 'bad-body' },
  CURSOR_LOOP: { outcome: 'unreachable', reason: 'bad-body' },
};

/** Returns the gap an error leaves; `refusal` says what a denied access turned out to mean. */
export function gapOf(error: SegmentError, refusal: 'scope' | 'token'): Gap {
  const status = error.status === undefined ? {} : { httpStatus: error.status };
  if (error.code === 'ACCESS_DENIED') return { outcome: 'denied', reason: refusal, ...status };
  return { ...GAPS[error.code], ...status, ...(error.code === 'CURSOR_LOOP' ? { isCursorLoop: true } : {}) };
}

/**
 * Returns the gap of what several places of a resource came to. That it is not there is said only where each of them
 * says so: beside anything else it is not what kept the rest from being read.
 */
export function gapOfAll(first: Gap | undefined, other: Gap | undefined): Gap | undefined {
  if (first === undefined) return other;
  return first.outcome === 'unavailable' && other !== undefined ? other : first;
}

const MINUTE_MS = 60_000;

/** Returns the gap of what an operation's own limit does not let through in the time that is left. */
export function lateGap({
  requests,
  requestsPerMinute,
  neededMs,
  leftMs,
}: {
  readonly requests: number;
  readonly requestsPerMinute: number;
  readonly neededMs: number;
  readonly leftMs: number;
}): Gap {
  const needs = {
    requests,
    requestsPerMinute,
    minutes: Math.ceil(neededMs / MINUTE_MS),
    leftMinutes: Math.floor(leftMs / MINUTE_MS),
  };
  return { ...GAPS.TIME_SPENT, needs };
}

/** Returns the gap when it is of the whole run, and so of every request after it: no single record is to blame. */
export function gapOfRun(gap: Gap | undefined): Gap | undefined {
  return gap?.reason === 'time' || gap?.reason === 'token' ? gap : undefined;
}
