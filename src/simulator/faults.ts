/**
 * Faults: everything that can go wrong between Segment and a client, as a closed union of effects.
 * Data only; what each does is in effects.ts, what it matches in fault-book.ts.
 */

/** Which requests a fault is for. All given conditions must hold; with none it is for every request. */
export interface FaultMatch {
  readonly operationId?: string;
  /** The exact path, or a pattern found in it. */
  readonly path?: string | RegExp;
  /** The first matching request it applies to, counted from 1. Default 1. */
  readonly fromRequest?: number;
  /** How many requests it applies to. Default: every later one too. */
  readonly times?: number;
}

export interface Fault {
  readonly match: FaultMatch;
  readonly effect: FaultEffect;
}

/** How the body of a failed request is written. `json-text` is JSON sent as `text/plain`. */
export type FailureBody = 'json' | 'html' | 'empty' | 'json-text';

export type FaultEffect =
  /** Any status in place of the answer. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: FailureBody;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 429. What is not given is not sent: `retryAfterSeconds` is the header, `msBeforeNext` is in the body. */
  | {
      readonly kind: 'rate-limited';
      readonly retryAfterSeconds?: number;
      readonly msBeforeNext?: number;
      readonly resetInMs?: number;
    }
  /** The answer as it is, under another status, such as 206. */
  | { readonly kind: 'other-success'; readonly status: number }
  /** 302 to a place. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** A failure whose message repeats a secret, as careless servers do. Default status 401. */
  | { readonly kind: 'echo-secret'; readonly secret: string; readonly status?: number }
  /** The connection closes before any byte of the answer. */
  | { readonly kind: 'drop-before-headers' }
  /** Headers and half of the body, then the connection closes. */
  | { readonly kind: 'drop-mid-body' }
  /** The connection stays open and nothing ever comes. */
  | { readonly kind: 'never-answer' }
  /** Headers and half of the body, then nothing more; the connection stays open. */
  | { readonly kind: 'stall-mid-body' }
  /** Nothing for a while, then the whole answer. */
  | { readonly kind: 'slow-headers'; readonly delayMs: number }
  /** Headers and half of the body, a while of nothing, then the rest. */
  | { readonly kind: 'slow-body'; readonly delayMs: number }
  /** The first half of the body, announced as if it were all of it. */
  | { readonly kind: 'truncate-json' }
  /** A web page with status 200. */
  | { readonly kind: 'html' }
  /** JSON with a byte sequence in a string that is not UTF-8. */
  | { readonly kind: 'invalid-utf8' }
  /** Announced as gzip, but the bytes are not gzip. */
  | { readonly kind: 'gzip-garbage' }
  /** The body padded with spaces to at least a size. `isChunked`: sent without a content length. */
  | { readonly kind: 'pad-body'; readonly bytes: number; readonly isChunked?: boolean }
  /** `next` is the cursor of this very page. */
  | { readonly kind: 'repeat-cursor' }
  /** `next` of every page but the first leads back to the first: A, B, A, B … */
  | { readonly kind: 'cursor-loop' }
  /** The last `drop` records of the list are never served; `totalEntries` still counts them. */
  | { readonly kind: 'short-list'; readonly drop: number }
  /** The first record of the page comes again at its end; `isDiffering`: with another name. */
  | { readonly kind: 'repeat-record'; readonly isDiffering?: boolean }
  /** The items of the page before come again in place of this page's. */
  | { readonly kind: 'repeat-page' }
  /** `totalEntries` grows by `by` with every page. */
  | { readonly kind: 'changing-total'; readonly by: number }
  /** Status 200, no items, no next page, `totalEntries` 0. */
  | { readonly kind: 'empty-list' }
  /** A field of every record is there but empty (`[]`, `{}`, `""`). */
  | { readonly kind: 'empty-field'; readonly field: string }
  /** A field of every record is gone. */
  | { readonly kind: 'omit-field'; readonly field: string }
  /** The parsed body, changed by a function. Its argument is a copy. */
  | { readonly kind: 'transform-json'; readonly transform: (body: unknown) => unknown }
  /** The text of the body, changed by a function. */
  | { readonly kind: 'transform-text'; readonly transform: (body: string) => string };
