/**
 * What catches what: attacks by somebody who holds the signing key and may write to the store, so that the chain alone
 * shows nothing; and what is seen by receipts and time stamps. The table in docs/threat-model.md is this one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerifyReport } from '../../src/verify/report.ts';
import type { VerifyInput } from '../../src/verify/verify.ts';
import {
  createSealedStore,
  LAST_SEQ,
  receiptPath,
  recordPath,
  reseal,
  SEQS,
  type SealedStore,
} from '../support/sealed-store.ts';
import { anchorPath, stamp, stampOf, testAuthorities } from '../support/stamped-store.ts';
import { verifySealed } from './tampering/row.ts';

const DAY_MS = 86_400_000;

let store: SealedStore;
/** What was kept outside, from before the attack: the last receipt, and each stamp. */
let receipt: string;
let stamps: readonly Buffer[];

beforeEach(() => {
  store = createSealedStore();
  stamps = SEQS.map((seq) => stamp(store, seq));
  receipt = store.text(receiptPath(LAST_SEQ));
});

afterEach(() => {
  store.dispose();
});

/** When somebody sat down to make it all up. */
const daysAfterRecord = (seq: number, days: number) =>
  new Date(Date.parse(store.statement(seq).predicate.chain.recordedAt) + days * DAY_MS);

function deleteStamps(): void {
  store.remove('anchors');
}

/** All records are stamped on one day, minutes apart, and that is kept: there is nothing older. */
function stampOnly(day: Date): void {
  deleteStamps();
  stamps = SEQS.map((seq) => stamp(store, seq, new Date(day.getTime() + seq * 60_000)));
  receipt = store.text(receiptPath(LAST_SEQ));
}

/** What the second run found is told otherwise, and all is sealed again with the real key. */
async function rewrite(): Promise<void> {
  await reseal(store, 1, {
    statement: ({ predicate }) => {
      predicate.chain.recordedAt = '2026-11-23T03:00:05.000Z';
    },
  });
}

interface Attack {
  readonly name: string;
  readonly attack: () => void | Promise<void>;
  /** What verify says: to the chain alone; with the authority pinned; with what was kept elsewhere. */
  readonly alone: string;
  readonly pinned: string;
  readonly receipt: string;
  readonly kept: string;
  readonly both: string;
}

const NOTHING = 'nothing';

const attacks: readonly Attack[] = [
  {
    name: 'rewritten by the holder of the key, the stamps left where they were',
    attack: rewrite,
    alone: 'STAMP_INVALID',
    pinned: 'STAMP_INVALID',
    receipt: 'REWRITTEN, STAMP_INVALID',
    kept: 'REWRITTEN, STAMP_INVALID',
    both: 'REWRITTEN, STAMP_INVALID',
  },
  {
    name: 'rewritten by the holder of the key, the stamps deleted',
    attack: async () => {
      await rewrite();
      deleteStamps();
    },
    alone: NOTHING,
    pinned: 'note not-stamped',
    receipt: 'REWRITTEN',
    kept: 'REWRITTEN',
    both: 'REWRITTEN',
  },
  {
    name: 'rewritten by the holder of the key, and stamped again 300 days later',
    attack: async () => {
      await rewrite();
      deleteStamps();
      for (const seq of SEQS) stamp(store, seq, daysAfterRecord(0, 300));
    },
    alone: NOTHING,
    pinned: 'note stamped-late',
    receipt: 'REWRITTEN',
    kept: 'REWRITTEN',
    both: 'REWRITTEN',
  },
  {
    name: 'made up and dated 300 days back',
    attack: () => stampOnly(daysAfterRecord(0, 300)),
    alone: NOTHING,
    pinned: 'note stamped-late',
    receipt: NOTHING,
    kept: 'note stamped-late',
    both: 'note stamped-late',
  },
  {
    name: 'made in minutes for three weeks',
    attack: () => stampOnly(daysAfterRecord(0, 21)),
    alone: NOTHING,
    pinned: 'note stamped-late',
    receipt: NOTHING,
    kept: 'note stamped-late',
    both: 'note stamped-late',
  },
  {
    name: 'made before its time, and dated a day ahead',
    attack: () => stampOnly(daysAfterRecord(0, -1)),
    alone: NOTHING,
    pinned: 'CONTENT_INVALID',
    receipt: NOTHING,
    kept: 'CONTENT_INVALID',
    both: 'CONTENT_INVALID',
  },
  {
    name: 'made up on a machine whose clock was set back',
    attack: async () => {
      for (const seq of SEQS) await reseal(store, seq, { manifest: setBack });
      stampOnly(daysAfterRecord(0, 300));
    },
    alone: 'note clock-skew',
    pinned: 'note clock-skew, note stamped-late',
    receipt: 'note clock-skew',
    kept: 'note clock-skew, note stamped-late',
    both: 'note clock-skew, note stamped-late',
  },
  {
    name: 'the end cut off, with its snapshot, receipt and stamp',
    attack: () => {
      const own = [receiptPath(LAST_SEQ), anchorPath(LAST_SEQ, stamps[LAST_SEQ] ?? Buffer.alloc(0))];
      for (const path of [store.bag(LAST_SEQ), recordPath(LAST_SEQ), ...own]) store.remove(path);
    },
    alone: NOTHING,
    pinned: NOTHING,
    receipt: 'TRUNCATED',
    kept: 'REWRITTEN',
    both: 'REWRITTEN, TRUNCATED',
  },
  {
    name: 'replaced by a chain with another log id, the stamps deleted',
    attack: async () => {
      for (const seq of SEQS) {
        await reseal(store, seq, {
          statement: ({ predicate }) => {
            predicate.chain.logId = 'f'.repeat(32);
          },
        });
      }
      deleteStamps();
    },
    alone: NOTHING,
    pinned: 'note not-stamped',
    receipt: 'REWRITTEN',
    kept: 'REWRITTEN',
    both: 'REWRITTEN',
  },
  {
    name: 'the stamps deleted',
    attack: deleteStamps,
    alone: NOTHING,
    pinned: 'note not-stamped',
    receipt: NOTHING,
    kept: NOTHING,
    both: NOTHING,
  },
  {
    name: 'a stamp copied to another record',
    attack: () => {
      const first = stampOf(store, 0, daysAfterRecord(0, 0));
      store.write(anchorPath(2, first), first);
    },
    alone: 'STAMP_INVALID',
    pinned: 'STAMP_INVALID',
    receipt: 'STAMP_INVALID',
    kept: 'STAMP_INVALID',
    both: 'STAMP_INVALID',
  },
];

/** The server said what the time really was, and the record says so. */
function setBack(manifest: { clock: { serverDate: string; skewMs: number } | null }): void {
  const { serverDate = '' } = manifest.clock ?? {};
  const real = new Date(Date.parse(serverDate) + 300 * DAY_MS).toISOString();
  manifest.clock = { serverDate: real, skewMs: -300 * DAY_MS };
}

const ABOUT_TIME: readonly string[] = ['stamped-late', 'not-stamped', 'clock-skew'];

/** Failures by their code; without one, notes about time. */
function wordsOf({ failures, notes }: VerifyReport): string {
  const codes = [...new Set(failures.map(({ code }) => code))].sort();
  const kinds = [...new Set(notes.map(({ kind }) => kind))]
    .filter((kind) => ABOUT_TIME.includes(kind))
    .sort();
  return codes.join(', ') || kinds.map((kind) => `note ${kind}`).join(', ') || NOTHING;
}

const verdict = async (given: Partial<VerifyInput>) => wordsOf(await verifySealed(store, given));

describe('docs/threat-model.md', () => {
  it('says what catches what, as it is', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/threat-model.md'), 'utf8');
    const [, table = ''] = /^\| evidence that is .*\n\|[-|]*\|\n((?:\|.*\n)*)/m.exec(page) ?? [];
    const cells = (line: string) => line.slice(2, -2).replaceAll('`', '').split(' | ');

    expect(table.trimEnd().split('\n').map(cells)).toEqual(
      attacks.map((row) => [row.name, row.alone, row.receipt, row.pinned, row.kept, row.both]),
    );
  });
});

describe('verify, of evidence that is', () => {
  it.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_, row) => {
    await row.attack();

    const authorities = testAuthorities();
    const receipts = [{ where: 'kept.txt', text: receipt }];
    const kept = stamps.map((bytes, index) => ({ where: `kept-${index}.tsr`, bytes }));
    expect({
      alone: await verdict({}),
      pinned: await verdict({ authorities }),
      receipt: await verdict({ receipts }),
      kept: await verdict({ authorities, stamps: kept }),
      both: await verdict({ authorities, stamps: kept, receipts }),
    }).toEqual({
      alone: row.alone,
      pinned: row.pinned,
      receipt: row.receipt,
      kept: row.kept,
      both: row.both,
    });
  });
});
