/**
 * Whether an authority's answer fixes a signature in time (RFC 3161, CMS). Pure: the answer is judged at the time
 * it names, so that it says the same forever, also after the authority's certificate has expired.
 */
import type { X509Certificate } from 'node:crypto';

/** What a valid time stamp says. */
export interface Stamp {
  /** The instant, as ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** Name of the certificate that signed it. */
  readonly authority: string;
  /** The authority's number for it, hexadecimal. */
  readonly serial: string;
  /** How far off the instant may be, if the authority says so. */
  readonly accuracyMs: number | undefined;
  /** Until when the signing certificate is valid, as ISO 8601 in UTC. */
  readonly certificateValidTo: string;
}

export type StampCheck =
  | { readonly kind: 'valid'; readonly stamp: Stamp }
  | { readonly kind: 'invalid'; readonly expected: string; readonly found: string };

export interface StampQuestion {
  /** The DER of the TimeStampResp, as it came. */
  readonly answer: Uint8Array;
  /** What was stamped: the bytes of the record's signature. */
  readonly signature: Uint8Array;
  /** The pinned certificates: the path of the signing certificate has to end in one of them. */
  readonly authorities: readonly X509Certificate[];
  /** What the query said, where it is known. */
  readonly nonce?: Uint8Array;
}

/** Nothing longer is read as an answer: they have some thousands of bytes. */
export const LARGEST_ANSWER_BYTES = 64 * 1024;

/** Returns what the answer says, or the first thing that is wrong with it. Never throws for what is in it. */
export function checkStamp({ answer }: StampQuestion): StampCheck {
  return {
    kind: 'invalid',
    expected: 'a time stamp',
    found: `${answer.length} bytes that are not judged yet`,
  };
}
