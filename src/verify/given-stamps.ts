/** Time stamps that were kept elsewhere: each belongs to whichever record has the signature that it is over. */
import { claimOf } from '../anchor/claim.ts';
import type { Findings } from './failure.ts';

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

/** Reports stamps of which no record is there. `isWhole`: every record could be listed and read. */
export function reportUnmatched(stamps: readonly GivenStamp[], isWhole: boolean, findings: Findings): void {
  const what = 'check time stamp';
  for (const { where, bytes } of stamps) {
    const claim = claimOf(bytes);
    if (claim === undefined) {
      findings.fail('STAMP_INVALID', where, { what, expected: 'a time stamp', found: 'something else' });
      continue;
    }
    const expected = `a record whose signature has the SHA-256 ${claim.imprint}`;
    const found = isWhole
      ? 'none: it was cut off or replaced, or it is of other evidence'
      : 'none among those that could be read';
    findings.fail(isWhole ? 'REWRITTEN' : 'UNREADABLE', where, { what, expected, found });
  }
}
