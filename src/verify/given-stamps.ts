/** Time stamps that were kept elsewhere: each belongs to whichever record has the signature that it is over. */
import { claimOf } from '../anchor/claim.ts';
import type { FailureCode, Findings } from './failure.ts';
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
export function reportUnmatched(stamps: readonly GivenStamp[], stores: readonly SearchedStore[]): void {
  for (const store of stores) for (const stamp of stamps) reportUnmatchedIn(stamp, store);
}

/** Where the record of a stamp was looked for. */
interface SearchedStore {
  readonly walked: Walked;
  readonly findings: Findings;
  /** It has a part of its chains, and of other records no signature. */
  readonly isExport: boolean;
}

function reportUnmatchedIn({ where, bytes }: GivenStamp, store: SearchedStore): void {
  const what = 'check time stamp';
  const claim = claimOf(bytes);
  if (claim === undefined) {
    store.findings.fail('STAMP_INVALID', where, { what, expected: 'a time stamp', found: 'something else' });
    return;
  }
  const [code, found] = absence(store);
  const expected = `a record whose signature has the SHA-256 ${claim.imprint}`;
  store.findings.fail(code, where, { what, expected, found });
}

/** What it says of a store that it has no record with a signature. */
function absence({ walked, isExport }: SearchedStore): readonly [FailureCode, string] {
  if (!walked.isWhole || hasUnread(walked)) return ['UNREADABLE', 'none among those that could be read'];
  if (!isExport) return ['REWRITTEN', 'none: it was cut off or replaced, or it is of other evidence'];
  const found = 'an export that has none; hold it against the store, or against an export of its period';
  return ['NOTHING_THERE', found];
}
