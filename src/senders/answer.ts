/** What an answer of the Tracking API means, and whether asking again can help. Pure. */
import { type NetworkProblem, networkProblem } from '../net/failure.ts';
import type { SendFailure } from './sender.ts';

export interface TrackingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What one attempt came to. */
export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'failed'; readonly failure: SendFailure; readonly isFinal: boolean };

/** As Segment's own library has it: these pass by waiting, and other faults of the client's do not. */
const PASSING = [408, 410, 429, 460];
const LASTING = [501, 505, 511];

const REDIRECT_HINT =
  'Name the host that it really is in baseUrl, or remove baseUrl: a redirect is not followed.';
const KEY_HINT =
  'Check that the write key is whole and of a source in this region: Segment answers 400 to one that is too short.';
const OTHER_HINT = 'Check baseUrl, and that no proxy or portal answers in place of Segment.';
const LATER_HINT = 'Try again later; what has a messageId counts once, however often it is sent.';
const SLOWER_HINT =
  'Send less at once: lower requestsPerMinute and concurrency, or share limits (shareLimitsWith).';
const REACH_HINT = 'Check that this machine reaches the host, through its proxy if it has one.';
const TRUST_HINT = 'Name the authority of the certificate in NODE_EXTRA_CA_CERTS, or repair the certificate.';

/** Returns what an answer means. Nothing of its body is kept. */
export function judge({ status, headers, body }: TrackingAnswer, now: Date): Verdict {
  const fail = (kind: SendFailure['kind'], found: string, hint: string, isFinal = true): Verdict => {
    const retryAfterMs = isFinal ? undefined : waitMs(headers, now);
    const problem = `expected the Tracking API to accept it, got ${found}`;
    return {
      kind: 'failed',
      isFinal,
      failure: { kind, problem, hint, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    };
  };
  if (status >= 200 && status < 300)
    return isSuccess(body)
      ? { kind: 'accepted' }
      : fail('refused', `status ${status} and an answer that is not its own`, OTHER_HINT);
  const found = `status ${status}`;
  if (status >= 300 && status < 400) return fail('refused', `${found}, a redirect`, REDIRECT_HINT);
  if (status === 429) return fail('rate-limited', found, SLOWER_HINT, false);
  if (status === 413) return fail('too-large', found, 'Send smaller messages.');
  if (PASSING.includes(status)) return fail('unreachable', found, LATER_HINT, false);
  if (status >= 500) return fail('unreachable', found, LATER_HINT, LASTING.includes(status));
  return fail('refused', found, KEY_HINT);
}

function isSuccess(body: string): boolean {
  try {
    return (JSON.parse(body) as { readonly success?: unknown } | null)?.success === true;
  } catch {
    return false;
  }
}

/** Returns what it means that no answer came. */
export function judgeSilence(error: unknown): Verdict {
  const { kind, expected, found }: NetworkProblem = networkProblem(error);
  const hint = kind === 'certificate' ? TRUST_HINT : REACH_HINT;
  const failure: SendFailure = { kind: 'unreachable', problem: `expected ${expected}, got ${found}`, hint };
  return { kind: 'failed', failure, isFinal: kind === 'certificate' };
}

/** Later than this is no number of seconds to wait, but an instant. */
const YEARS_SECONDS = 1_000_000_000;

/** What the Tracking API asks to wait: Retry-After in seconds or as a date, else X-RateLimit-Reset in seconds. */
function waitMs(headers: TrackingAnswer['headers'], now: Date): number | undefined {
  for (const name of ['retry-after', 'x-ratelimit-reset']) {
    const header = headers[name];
    const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
    const ms = /^\d{1,12}$/.test(text) ? secondsToMs(Number(text), now) : Date.parse(text) - now.getTime();
    // Zero would be asked again and again without a pause.
    if (!Number.isNaN(ms)) return Math.max(ms, 1_000);
  }
  return undefined;
}

function secondsToMs(seconds: number, now: Date): number {
  return seconds >= YEARS_SECONDS ? seconds * 1_000 - now.getTime() : seconds * 1_000;
}
