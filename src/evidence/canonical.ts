/**
 * One way to write a value as bytes, so that equal values give equal files (RFC 8785, JCS),
 * and digests over such bytes.
 */
import { createHash } from 'node:crypto';
import serialise from 'canonicalize';

/**
 * Returns the RFC 8785 text of a JSON value, without a final newline.
 * @throws Error for a lone surrogate, NaN or an infinity: none of them is JSON.
 */
export function canonical(value: unknown): string {
  const text = serialise(value);
  if (text === undefined) throw new Error('canonicalise: expected a JSON value, got undefined');
  return text;
}

/** Deeper than any record of ours; below it `canonical` decides, also what is too deep. */
const MOST_LEVELS = 64;

/**
 * Returns the same of a value that came out of `JSON.parse`. Native JSON writes numbers and strings as RFC 8785 does:
 * where all names stand in order already, and no half of a character is there, its text is the canonical one.
 * @throws Error for a lone surrogate or an infinity, RangeError for what is nested too deep
 */
export function canonicalOfParsed(value: unknown): string {
  if (!isInOrder(value, MOST_LEVELS)) return canonical(value);
  const text = JSON.stringify(value);
  // Of half a character, and of nothing else, native JSON writes the number.
  return text.includes('\\ud') ? canonical(value) : text;
}

/** Whether the names of each object in a value are in UTF-16 order, and its numbers are numbers of JSON. */
function isInOrder(value: unknown, levels: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, levels - 1));
  let previous = '';
  // By names: pairs, as `Object.entries` makes them, take four times as long.
  for (const name of Object.keys(value)) {
    if (previous > name || !isInOrder((value as Record<string, unknown>)[name], levels - 1)) return false;
    previous = name;
  }
  return true;
}

/** Returns the hex SHA-256 of bytes, or of text as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
