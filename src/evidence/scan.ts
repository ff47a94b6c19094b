/**
 * The last look at finished bytes: does any secret or end user of this run stand in them?
 * What is found is withheld too, listed, and checked again. Fails closed: what cannot be repaired
 * in place is withheld whole.
 */

import { isObject } from './json.ts';
import type { RedactContext } from './redact.ts';
import { escapePointer, withholdUnknown } from './redact.ts';

/**
 * Returns a JSON value without any marked secret or end user: a string, number or member name that holds one
 * is replaced by its fingerprint. Everything else is returned as it was.
 */
export function withholdFound(value: unknown, pointer: string, context: RedactContext): unknown {
  if (typeof value === 'string') {
    const found = context.secrets.find(value);
    if (found === undefined) return value;
    context.tally.add(pointer, found === 'secret' ? 'secret-found' : 'end-user', 'fingerprint');
    return context.fingerprints.of(found === 'secret' ? 'segment/setting' : 'subject', value);
  }
  if (typeof value === 'number') {
    if (!context.secrets.isIn(String(value))) return value;
    return withholdUnknown(value, pointer, 'secret-found', context);
  }
  if (Array.isArray(value)) return value.map((item) => withholdFound(item, `${pointer}/*`, context));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      withholdFound(name, `${pointer}/*`, context),
      withholdFound(member, `${pointer}/${context.secrets.isIn(name) ? '*' : escapePointer(name)}`, context),
    ]),
  );
}
