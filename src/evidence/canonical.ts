/**
 * One way to write a value as bytes, so that equal values give equal files (RFC 8785, JCS),
 * and digests over such bytes.
 */
import { createHash } from 'node:crypto';
import serialise from 'canonicalize';
import { inOrder } from './member-order.ts';

/**
 * Returns the RFC 8785 text of a JSON value, without a final newline.
 * @throws Error for a lone surrogate, NaN or an infinity: none of them is JSON.
 */
export function canonical(value: unknown): string {
  const ordered = inOrder(value);
  if (ordered !== undefined) {
    // Native JSON writes numbers and strings as RFC 8785 does. Of half a character it writes the number, and of nothing else.
    const written = JSON.stringify(ordered);
    if (!written.includes('\\ud')) return written;
  }
  const text = serialise(value);
  if (text === undefined) throw new Error('canonicalise: expected a JSON value, got undefined');
  return text;
}

/** Returns the hex SHA-256 of bytes, or of text as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
