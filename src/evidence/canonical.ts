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
  // JSON.stringify writes numbers and text as RFC 8785 does; what is left to it is the order of members.
  if (isInOrder(value, MOST_LEVELS)) return JSON.stringify(value);
  const text = serialise(value);
  if (text === undefined) throw new Error('canonicalise: expected a JSON value, got undefined');
  return text;
}

/** Deeper values are left to the slower way, and so is what contains itself. */
const MOST_LEVELS = 100;

/**
 * Whether a value is plain JSON and all of its members stand in the order of RFC 8785, by UTF-16 code units. Names that
 * look like an index never do, unless they are in that order too: an object lists them first, by number.
 */
function isInOrder(value: unknown, levels: number): boolean {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed();
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return true;
    case 'object':
      if (value === null) return true;
      if (levels === 0) return false;
      return Array.isArray(value) ? areInOrder(value, levels - 1) : areMembersInOrder(value, levels - 1);
    default:
      return false;
  }
}

function areInOrder(items: readonly unknown[], levels: number): boolean {
  // Not `every`, which passes over the holes of an array.
  for (let index = 0; index < items.length; index += 1) {
    if (!isInOrder(items[index], levels)) return false;
  }
  return true;
}

function areMembersInOrder(object: object, levels: number): boolean {
  if (Object.getPrototypeOf(object) !== Object.prototype || 'toJSON' in object) return false;
  let previous: string | undefined;
  for (const [name, member] of Object.entries(object)) {
    if (previous !== undefined && previous >= name) return false;
    if (!name.isWellFormed() || !isInOrder(member, levels)) return false;
    previous = name;
  }
  return true;
}

/** Returns an object with these members in the order in which they are written. Of a name that comes twice, the last counts. */
export function toOrdered(members: [string, unknown][]): Readonly<Record<string, unknown>> {
  for (let index = 1; index < members.length; index += 1) {
    if ((members[index - 1]?.[0] ?? '') < (members[index]?.[0] ?? '')) continue;
    members.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    break;
  }
  // Not by assignment: a member called `__proto__` is data like any other.
  return Object.fromEntries(members);
}

/** Returns the hex SHA-256 of bytes, or of text as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
