/** What the headers of an answer say about the rate, and for how long to wait. Pure. */
import { isObject } from '../evidence/json.ts';
import type { FailedAttempt } from './retry.ts';
import type { RateReport } from './told-rate.ts';

/** Status and header fields, as undici gives them. */
export interface Headers {
  readonly status: number;
  readonly fields: Readonly<Record<string, string | string[] | undefined>>;
}

/** Returns every hint at how long to wait that a 429 gives. */
export function waitOf(
  headers: Headers,
  body: Buffer,
): Omit<Extract<FailedAttempt, { kind: 'rate' }>, 'kind'> {
  const after = field(headers, 'retry-after') ?? '';
  const seconds = Number(after === '' ? Number.NaN : after);
  // A gateway may send a date (RFC 9110). Only what is no number is tried as one: `9` would be a year.
  const retryAtMs = Number.isNaN(seconds) ? Date.parse(after) : Number.NaN;
  const resetAtMs = Date.parse(field(headers, 'x-ratelimit-reset') ?? '');
  return {
    retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
    retryAtMs: Number.isNaN(retryAtMs) ? undefined : retryAtMs,
    msBeforeNext: msBeforeNext(body),
    resetAtMs: Number.isNaN(resetAtMs) ? undefined : resetAtMs,
  };
}

/** What says so little needs no more. */
const LARGEST_ERROR_BYTES = 64 * 1024;

function msBeforeNext(body: Buffer): number | undefined {
  if (body.length > LARGEST_ERROR_BYTES) return undefined;
  try {
    const errors: unknown = (JSON.parse(body.toString()) as { errors?: unknown }).errors;
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    const data = isObject(first) ? first['data'] : undefined;
    const ms = isObject(data) ? data['msBeforeNext'] : undefined;
    return typeof ms === 'number' && ms >= 0 ? ms : undefined;
  } catch {
    // A gateway's 429 need not be JSON; then the headers decide.
    return undefined;
  }
}

/** A date in a header has whole seconds: what it names comes at the latest at the end of its second. */
const SECOND_MS = 1000;

/** Returns what is left of the rate, where the answer tells it. */
export function rateOf(headers: Headers): RateReport | undefined {
  const remaining = Number(field(headers, 'x-ratelimit-remaining') ?? Number.NaN);
  const resetAtMs = Date.parse(field(headers, 'x-ratelimit-reset') ?? '');
  if (!Number.isInteger(remaining) || Number.isNaN(resetAtMs)) return undefined;
  const serverMs = Date.parse(field(headers, 'date') ?? '');
  return {
    remaining,
    resetAtMs: resetAtMs + SECOND_MS,
    ...(Number.isNaN(serverMs) ? {} : { serverMs }),
  };
}

/** Returns the first value of a header. */
export function field(headers: Headers, name: string): string | undefined {
  const value = headers.fields[name];
  return Array.isArray(value) ? value[0] : value;
}
