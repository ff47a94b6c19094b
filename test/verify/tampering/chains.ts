/** What can be done to a chain: records removed, exchanged, cut off, rewritten. */
import { canonical } from '../../../src/evidence/canonical.ts';
import {
  LAST_SEQ,
  receiptPath,
  recordPath,
  relink,
  reseal,
  type SealedStore,
  sealPayload,
} from '../../support/sealed-store.ts';
import type { TamperRow } from './row.ts';
import { setAt } from './set-at.ts';

export const BROKEN = { codes: ['CHAIN_BROKEN'], exit: 6 } as const;
export const OTHER_LOG = 'f'.repeat(32);

/** Seals one record with a changed member of the predicate, and links the later ones to it. */
export const predicate = (path: string, becomes: unknown, seq = 2) => {
  return (store: SealedStore) =>
    reseal(store, seq, { statement: (statement) => setAt(statement.predicate, path, becomes) });
};

const exchange = (store: SealedStore) => {
  const [one, other] = [store.read(recordPath(1)), store.read(recordPath(2))];
  store.write(recordPath(1), other);
  store.write(recordPath(2), one);
};

/** Cuts a chain behind a record, and takes everything along that would show it. */
const cut = (after: number) => (store: SealedStore) => {
  for (let seq = after + 1; seq <= LAST_SEQ; seq += 1) {
    store.remove(store.bag(seq));
    store.remove(recordPath(seq));
    store.remove(receiptPath(seq));
  }
};

const keptReceipt = (store: SealedStore) => {
  const text = store.text(receiptPath(LAST_SEQ));
  return () => ({ receipts: [{ where: 'kept.txt', text }] });
};

/** A row whose receipt was kept elsewhere before the change. */
function withKeptReceipt(row: Omit<TamperRow, 'given'>): TamperRow {
  let given: TamperRow['given'];
  return {
    ...row,
    change: (store) => {
      given = keptReceipt(store);
      return row.change(store);
    },
    given: (store) => given?.(store) ?? {},
  };
}

const links: readonly TamperRow[] = [
  {
    name: 'another digest of the previous record',
    change: predicate('chain.prev.sha256', '0'.repeat(64)),
    ...BROKEN,
    says: /check digest of previous payload/,
  },
  {
    name: 'no previous record',
    change: predicate('chain.prev', null),
    ...BROKEN,
    says: /check previous record/,
  },
  {
    name: 'another sequence number',
    change: predicate('chain.seq', 7),
    ...BROKEN,
    says: /check sequence number/,
  },
  {
    name: 'another log id',
    change: predicate('chain.logId', OTHER_LOG),
    codes: ['CHAIN_BROKEN', 'REWRITTEN'],
    exit: 6,
    says: /check log id/,
  },
  {
    name: 'another chain number',
    change: predicate('chain.number', 2),
    ...BROKEN,
    says: /check chain number/,
  },
  {
    name: 'another connection',
    change: predicate('connection', 'other'),
    codes: ['CHAIN_BROKEN', 'CONTENT_INVALID', 'DIGEST_MISMATCH'],
    exit: 6,
    says: /check connection: .*expected golden, got other/,
  },
  {
    name: 'the path of another snapshot',
    change: predicate('snapshotPath', 'snapshots/2026/11/23/20261123T030004Z-00000001'),
    ...BROKEN,
    says: /check snapshot path/,
  },
  {
    name: 'a snapshot path outside the store',
    change: predicate('snapshotPath', '../../../elsewhere'),
    ...BROKEN,
    says: /check snapshot path/,
  },
  {
    name: 'a record that goes back in time',
    change: predicate('chain.recordedAt', '2026-11-20T00:00:00.000Z'),
    ...BROKEN,
    says: /check recordedAt/,
  },
  {
    name: 'another last complete record',
    change: predicate('lastComplete', { seq: 0, at: '2026-11-22T03:00:04.000Z' }),
    ...BROKEN,
    says: /check last complete record: .*expected 1 of/,
  },
  {
    name: 'a partial run as the last complete one',
    change: predicate('lastComplete', { seq: 2, at: '2026-11-24T03:00:04.000Z' }),
    ...BROKEN,
    says: /check last complete record/,
  },
  {
    name: 'a checkpoint with another root',
    change: predicate('checkpoint.root', '0'.repeat(64)),
    ...BROKEN,
    says: /check checkpoint/,
  },
  {
    name: 'a checkpoint with another size',
    change: predicate('checkpoint.size', 1),
    ...BROKEN,
    says: /check checkpoint/,
  },
  {
    name: 'a checkpoint with an extra subtree',
    change: predicate('checkpoint.frontier', ['0'.repeat(64), '0'.repeat(64)]),
    ...BROKEN,
    says: /check checkpoint/,
  },
  {
    name: 'a checkpoint of another tree, right in itself',
    change: async (store) => {
      await predicate('checkpoint', { size: 2, root: '0'.repeat(64), frontier: ['0'.repeat(64)] })(store);
      store.remove('receipts');
    },
    ...BROKEN,
    says: /recompute checkpoint/,
  },
  {
    name: 'an artifact called unchanged for longer than it was',
    change: predicate('artifacts.0.unchangedSinceSeq', 0),
    codes: ['CONTENT_INVALID', 'DIGEST_MISMATCH'],
    exit: 6,
    says: /check unchangedSinceSeq/,
  },
  {
    name: 'a run recorded twice',
    change: twice,
    ...BROKEN,
    says: /check run id: .*a run of its own/,
  },
];

/** The last record once more under the next number, sealed by the key's holder. */
async function twice(store: SealedStore): Promise<void> {
  const statement = store.statement(LAST_SEQ);
  statement.predicate.chain.seq = LAST_SEQ + 1;
  store.write(recordPath(LAST_SEQ + 1), await sealPayload(Buffer.from(canonical(statement))));
  await relink(store, LAST_SEQ + 1);
}

const removals: readonly TamperRow[] = [
  {
    name: 'a record removed in the middle',
    change: (store) => store.remove(recordPath(1)),
    ...BROKEN,
    says: /find record 1: .*numbers without holes, got none/,
  },
  {
    name: 'the first two records removed',
    change: (store) =>
      [0, 1].forEach((seq) => {
        store.remove(recordPath(seq));
      }),
    ...BROKEN,
    says: /find records 0 to 1: .*2 records missing/,
  },
  {
    name: 'two records exchanged',
    change: exchange,
    codes: ['CHAIN_BROKEN', 'CONTENT_INVALID', 'REWRITTEN'],
    exit: 6,
    says: /check sequence number/,
  },
  {
    name: 'the last record removed, its stored receipt left',
    change: (store) => store.remove(recordPath(LAST_SEQ)),
    codes: ['TRUNCATED'],
    exit: 6,
    says: /expected 4 records or more, got 3/,
  },
  withKeptReceipt({
    name: 'a chain cut off without a trace, by a receipt kept elsewhere',
    change: cut(1),
    codes: ['TRUNCATED'],
    exit: 6,
    says: /check receipt: kept\.txt: expected 4 records or more, got 2/,
  }),
  withKeptReceipt({
    name: 'a chain removed whole, by a receipt kept elsewhere',
    change: (store) => store.remove('.'),
    codes: ['NOTHING_THERE', 'TRUNCATED'],
    exit: 6,
    says: /kept\.txt: .*got no chain/,
  }),
  withKeptReceipt({
    name: "a chain rewritten with the owner's own key, by a receipt kept elsewhere",
    change: (store) =>
      reseal(store, 1, {
        manifest: (manifest) => setAt(manifest, 'run.endedAt', '2026-11-23T03:00:05.000Z'),
      }),
    codes: ['REWRITTEN'],
    exit: 6,
    says: /check receipt: kept\.txt: expected root/,
  }),
  withKeptReceipt({
    name: 'a chain begun anew, by a receipt kept elsewhere',
    change: async (store) => {
      for (let seq = 0; seq <= LAST_SEQ; seq += 1) await predicate('chain.logId', OTHER_LOG, seq)(store);
    },
    codes: ['REWRITTEN'],
    exit: 6,
    says: /kept\.txt: .*chains with other log ids/,
  }),
];

export const chainRows = [...links, ...removals];
