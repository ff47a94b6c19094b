/** No honest chain is accused: clocks that are wrong, stamps that come late or twice, and an authority that is a minute off. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealedStore, reseal, SEQS, type SealedStore } from '../support/sealed-store.ts';
import { justAfter, stamp, testAuthorities } from '../support/stamped-store.ts';
import { verifySealed } from './tampering/row.ts';

const HOUR_MS = 3_600_000;

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
});

afterEach(() => {
  store.dispose();
});

const later = (at: string | Date, ms: number) => new Date(new Date(at).getTime() + ms).toISOString();

/** The clock of a run was off by this much; it says so, and dates its record by it. */
async function setClock(seq: number, offMs: number, recordedAt: (real: string) => string): Promise<void> {
  await reseal(store, seq, {
    manifest: (manifest) => {
      const { serverDate = '' } = manifest.clock ?? {};
      manifest.clock = { serverDate, skewMs: offMs };
    },
    statement: ({ predicate }) => {
      predicate.chain.recordedAt = recordedAt(predicate.chain.recordedAt);
    },
  });
}

/** Failures, and notes about time. */
async function said() {
  const { failures, notes } = await verifySealed(store, { authorities: testAuthorities() });
  const about = notes.filter(({ kind }) => ['clock-skew', 'stamped-late', 'not-stamped'].includes(kind));
  return {
    failures: failures.map(({ message }) => message),
    notes: [...new Set(about.map(({ kind }) => kind))],
  };
}

/** When each run really was: two seconds later it is stamped. */
const reals = () => SEQS.map((seq) => justAfter(store, seq));

describe('verify, of honest evidence with time stamps', () => {
  it('says nothing when all went well', async () => {
    for (const seq of SEQS) stamp(store, seq);

    expect(await said()).toEqual({ failures: [], notes: [] });
  });

  it('accuses no clock that was ahead, nor the records that carry its date', async () => {
    const real = reals();
    const ahead = later(real[1] ?? '', 40 * HOUR_MS);
    await setClock(1, 40 * HOUR_MS, () => ahead);
    // By then the clock was right again, and the date never goes back.
    await setClock(2, 0, () => ahead);
    for (const seq of SEQS) stamp(store, seq, real[seq]);

    expect(await said()).toEqual({ failures: [], notes: ['clock-skew'] });
  });

  it('accuses no clock that was behind', async () => {
    const real = reals();
    await setClock(0, -30 * HOUR_MS, (date) => later(date, -30 * HOUR_MS));
    for (const seq of SEQS) stamp(store, seq, real[seq]);

    expect(await said()).toEqual({ failures: [], notes: ['clock-skew', 'stamped-late'] });
  });

  it('accuses no run that came late to its stamp, and notes it after a day', async () => {
    stamp(store, 1, later(justAfter(store, 1), 12 * HOUR_MS));
    expect(await said()).toEqual({ failures: [], notes: ['stamped-late', 'not-stamped'] });

    stamp(store, 0);
    expect(await said()).toEqual({ failures: [], notes: ['not-stamped'] });
  });

  it('accuses no record that is stamped twice, also years later, nor two runs at once', async () => {
    for (const seq of SEQS) stamp(store, seq);
    stamp(store, 1, later(justAfter(store, 1), 1000));
    stamp(store, 1, later(justAfter(store, 1), 3 * 365 * 24 * HOUR_MS));
    // The run of record 3 was quicker to be stamped than that of record 2.
    stamp(store, 2, later(justAfter(store, 2), 5000));

    expect(await said()).toEqual({ failures: [], notes: [] });
  });

  it.each([-60_000, 60_000])('accuses no record when the authority is off by %i ms', async (off) => {
    for (const seq of SEQS) stamp(store, seq, later(justAfter(store, seq), off - 2000));

    expect(await said()).toEqual({ failures: [], notes: [] });
  });
});
