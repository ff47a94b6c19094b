/** Time stamps that were kept elsewhere: each belongs to whichever record has the signature that it is over. */
import { claimOf } from '../anchor/claim.ts';
import type { Findings } from './failure.ts';
import { hasUnread, type Walked } from './receipts.ts';

/** A time stamp that someone kept, with where it came from. */
export interface GivenStamp {
  readonly where: string;
  /** The DER of the authority's answer. */
  readonly bytes: Uint8Array;
}

/** Those that wait for their record. */
export class GivenStamps {
  readonly #byImprint = new Map<string, GivenStamp[]>();
  readonly #unmatched: Set<GivenStamp>;

  constructor(given: readonly GivenStamp[]) {
    this.#unmatched = new Set(given);
    for (const stamp of given) {
      const imprint = claimOf(stamp.bytes)?.imprint;
      if (imprint === undefined) continue;
      this.#byImprint.set(imprint, [...(this.#byImprint.get(imprint) ?? []), stamp]);
    }
  }

  /** Returns the stamps that say that they are over a signature with this digest. */
  take(imprint: string): readonly GivenStamp[] {
    const found = this.#byImprint.get(imprint) ?? [];
    for (const stamp of found) this.#unmatched.delete(stamp);
    return found;
  }

  /** Returns those of which no record came. */
  get unmatched(): readonly GivenStamp[] {
    return [...this.#unmatched];
  }
}

/** Reports stamps of which none of the stores has the record. */
export function reportUnmatched(
  stamps: readonly GivenStamp[],
  stores: readonly { readonly walked: Walked; readonly findings: Findings }[],
): void {
  for (const { findings, walked } of stores) {
    const isAllRead = walked.isWhole && !hasUnread(walked);
    for (const stamp of stamps) reportUnmatchedIn(stamp, isAllRead, findings);
  }
}

function reportUnmatchedIn({ where, bytes }: GivenStamp, isAllRead: boolean, findings: Findings): void {
  const what = 'check time stamp';
  const claim = claimOf(bytes);
  if (claim === undefined) {
    findings.fail('STAMP_INVALID', where, { what, expected: 'a time stamp', found: 'something else' });
    return;
  }
  const expected = `a record whose signature has the SHA-256 ${claim.imprint}`;
  const found = isAllRead
    ? 'none: it was cut off or replaced, or it is of other evidence'
    : 'none among those that could be read';
  findings.fail(isAllRead ? 'REWRITTEN' : 'UNREADABLE', where, { what, expected, found });
}
