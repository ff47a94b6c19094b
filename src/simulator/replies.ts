/** Error answers, in the shape Segment documents: `{"errors":[{"type","message","field?","data?"}]}`, or in none. */
import type { FailureBody } from './faults.ts';

export interface ErrorEntry {
  readonly type: string;
  readonly message?: string;
  readonly field?: string;
  readonly data?: unknown;
}

/** An answer that is not the data asked for. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly errors: readonly ErrorEntry[] };
  /** What is sent in place of the body: gateways answer in their own words. */
  readonly text?: string;
}

/** Returns a refusal with one entry. */
export function refusal(status: number, entry: ErrorEntry, headers: Record<string, string> = {}): Refusal {
  return { kind: 'refusal', status, headers, body: { errors: [entry] } };
}

/** Returns the 404 of a record that is not there. */
export function missing(what: string, id: string): Refusal {
  return refusal(404, { type: 'not-found', message: `${what} with id '${id}' was not found.`, data: null });
}

/** Returns the 422 of a parameter that is missing or out of bounds. */
export function invalid(field: string, problem: string): Refusal {
  return refusal(422, { type: 'input-validation', message: `"${field}" ${problem}`, field });
}

/** Returns the 401 of no token, an unknown one or a revoked one. */
export function unauthorized(): Refusal {
  return refusal(401, { type: 'unauthorized', message: 'The token is missing or not valid.' });
}

/** Returns what a token without the needed role gets: Segment is said to use both statuses. */
export function insufficient(status: 401 | 403): Refusal {
  return status === 401
    ? refusal(401, { type: 'unauthorized', message: 'The token may not read this.' })
    : refusal(403, { type: 'forbidden', message: 'The token lacks the role this needs.' });
}

/** A web page, as gateways answer in place of the API. */
export const GATEWAY_PAGE =
  '<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Try again later</h1></body></html>';

/** Returns the media type and the text of a failure whose body is of a kind; `json` is its body as JSON. */
export function wordsOf(kind: FailureBody, json: unknown): { readonly type: string; readonly text: string } {
  switch (kind) {
    case 'json':
      return { type: 'application/json', text: JSON.stringify(json) };
    case 'json-text':
      return { type: 'text/plain; charset=utf-8', text: JSON.stringify(json) };
    case 'html':
      return { type: 'text/html; charset=utf-8', text: GATEWAY_PAGE };
    case 'empty':
      return { type: 'text/plain; charset=utf-8', text: '' };
  }
}

/** Returns a refusal whose body is of another kind. */
export function inWords(refused: Refusal, kind: FailureBody): Refusal {
  const { type, text } = wordsOf(kind, refused.body);
  return { ...refused, headers: { ...refused.headers, 'content-type': type }, text };
}

/** Returns the 429 of a spent budget; `resetInMs` tells when the next minute starts. */
export function tooManyRequests(consumedPoints: number, resetInMs: number): Refusal {
  return refusal(
    429,
    {
      type: 'RequestError',
      message: 'Too many requests',
      data: { remainingPoints: 0, msBeforeNext: resetInMs, consumedPoints },
    },
    { 'retry-after': String(Math.ceil(resetInMs / 1000)) },
  );
}
