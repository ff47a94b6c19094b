/**
 * Records whose signer's public key was not given. What lies before a record of a trusted key, which signs their digests,
 * is as it was then, whoever signed it; all else under a key that nobody vouches for is a stranger's.
 */
import { chainRecordKey } from '../store/layout.ts';
import type { Findings } from './failure.ts';
import type { KeyRing } from './key-ring.ts';

/** Records one after the other under one key. */
export interface Stretch {
  readonly keyId: string;
  readonly first: number;
  readonly last: number;
}

/** Where the records lie. */
export interface ChainPlace {
  readonly connection: string;
  readonly number: number;
}

/** Why nobody is accused where a store does not show everything. */
export const UNREAD = 'what would vouch for it may not be read';

/** Returns the stretches with one more record: it belongs to the last of them when that is of the same key and ends before it. */
export function withRecord(stretches: readonly Stretch[], keyId: string, seq: number): readonly Stretch[] {
  const last = stretches.at(-1);
  if (last?.keyId !== keyId) return [...stretches, { keyId, first: seq, last: seq }];
  return [...stretches.slice(0, -1), { ...last, last: seq }];
}

/** Says that nobody vouches for a signer. */
export function accuse(
  { connection, number }: ChainPlace,
  { keyId, first, last }: Stretch,
  ring: KeyRing,
  findings: Findings,
): void {
  if (ring.isEmpty) return;
  const count = last - first + 1;
  findings.fail('KEY_UNTRUSTED', chainRecordKey(connection, number, first), {
    what: count === 1 ? 'check signature' : `check signatures of records ${first} to ${last}`,
    expected: ring.pinnedText,
    found: keyId,
    ...(count === 1 ? {} : { count }),
  });
}

/** Says that records cannot be judged without another key, and why nobody is accused. */
export function askForKey(
  { connection, number }: ChainPlace,
  { keyId, first, last }: Stretch,
  why: string,
  findings: Findings,
): void {
  findings.fail('KEY_NOT_PINNED', chainRecordKey(connection, number, first), {
    what: `check signatures of ${recordsOf({ first, last })}`,
    expected: `the public key ${keyId}, from its owner (--key)`,
    found: `none; ${why}`,
  });
}

/** Says whose signatures were not looked at: no failure, since a trusted key signed the records' digests. */
export function noteNotJudged(
  { connection, number }: ChainPlace,
  stretches: readonly Stretch[],
  by: { readonly keyId: string; readonly seq: number },
  findings: Findings,
): void {
  const [first] = stretches;
  if (first === undefined) return;
  const signed = stretches.map((stretch) => `${recordsOf(stretch)} by key ${stretch.keyId}`).join(', ');
  const message = `${signed}: not given, so who signed is not judged; the bytes are those whose digests record ${by.seq} signs, by key ${by.keyId}`;
  findings.note('signer-not-judged', chainRecordKey(connection, number, first.first), message);
}

export function recordsOf({ first, last }: Pick<Stretch, 'first' | 'last'>): string {
  return first === last ? `record ${first}` : `records ${first} to ${last}`;
}
