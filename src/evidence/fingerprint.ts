/**
 * Keyed fingerprints: the same secret can be recognised, none can be recovered or guessed without the key.
 * Format: CONTRACT "Fingerprint"; see docs/verify-by-hand.md for matching one by hand with openssl.
 */
import { createHmac } from 'node:crypto';
import type { FingerprintContext } from '../../schemas/policy.ts';

const KEY_ID_TEXT = 'segment-evidence/fingerprint-key-id';
const VISIBLE_CHARACTERS = 22;

/** Returns the first 8 hex digits of HMAC-SHA256(key, "segment-evidence/fingerprint-key-id"). */
export function fingerprintKeyId(key: Uint8Array): string {
  return createHmac('sha256', key).update(KEY_ID_TEXT).digest('hex').slice(0, 8);
}

/**
 * Returns the fingerprint of a secret under a context; text counts as UTF-8.
 *
 *     hmac-sha256:9f2c1a07:Qm9iIGlzIG5vdCBoZXJlIQ
 *
 * The same secret gives the same fingerprint; another context or another key gives one that
 * cannot be linked to it.
 */
export function fingerprint(
  key: Uint8Array,
  context: FingerprintContext,
  secret: string | Uint8Array,
): string {
  const mac = createHmac('sha256', key).update(context).update('\0').update(secret).digest('base64url');
  return `hmac-sha256:${fingerprintKeyId(key)}:${mac.slice(0, VISIBLE_CHARACTERS)}`;
}

/** Fingerprints under one key, with the key's id computed once. */
export interface Fingerprinter {
  readonly keyId: string;
  of(context: FingerprintContext, secret: string | Uint8Array): string;
}

/** Returns a fingerprinter for the key. */
export function createFingerprinter(key: Uint8Array): Fingerprinter {
  const keyId = fingerprintKeyId(key);
  return { keyId, of: (context, secret) => fingerprint(key, context, secret) };
}

/** The key id in a fingerprint of any kind. */
const KEY_ID_IN = /^hmac-sha256:([0-9a-f]{8}):/;

/**
 * Returns what two fingerprints say of their secrets. Under two keys they say nothing: the same secret differs then
 * too, and no difference may be made of it.
 */
export function compareFingerprints(one: string, other: string): 'same' | 'different' | 'not-comparable' {
  if (one === other) return 'same';
  return KEY_ID_IN.exec(one)?.[1] === KEY_ID_IN.exec(other)?.[1] ? 'different' : 'not-comparable';
}
