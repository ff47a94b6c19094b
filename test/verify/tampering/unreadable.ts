/** What is there and may not be read: nobody knows what it says, and nobody says that it was tampered with. */
import { chmodSync } from 'node:fs';
import { LAST_SEQ, receiptPath, recordPath, type SealedStore } from '../../support/sealed-store.ts';
import type { TamperRow } from './row.ts';

const USERS = 'data/resources/users.jsonl';
const UNREADABLE = { codes: ['UNREADABLE'], exit: 5 } as const;

const lockRecords = (from: number) => (store: SealedStore) => {
  for (let seq = from; seq <= LAST_SEQ; seq += 1) chmodSync(store.path(recordPath(seq)), 0);
};

const keptReceipt = (store: SealedStore) => ({
  receipts: [{ where: 'kept.txt', text: store.text(receiptPath(LAST_SEQ)) }],
});

/** Only where a mode can lock this user out. */
export const unreadableRows: readonly TamperRow[] = [
  {
    name: 'an artifact that may not be read',
    change: (store) => chmodSync(store.path(`${store.bag(0)}/${USERS}`), 0),
    codes: ['UNREADABLE'],
    exit: 5,
    says: /users\.jsonl/,
  },
  {
    name: 'a snapshot folder that may not be listed',
    change: (store) => chmodSync(store.path(`${store.bag(0)}/data`), 0),
    codes: ['UNREADABLE'],
    exit: 5,
    says: /data\//,
  },
  {
    name: 'a snapshot folder whose names may be read and nothing more',
    change: (store) => chmodSync(store.path(`${store.bag(0)}/data`), 0o444),
    ...UNREADABLE,
    says: /^UNREADABLE list: \S+\/data\/: expected read access, got EACCES$/m,
  },
  {
    name: 'the last record, which may not be read,',
    change: lockRecords(LAST_SEQ),
    ...UNREADABLE,
    says: /^UNREADABLE read: \S+000000000003\.sigstore\.json: expected read access, got EACCES$/m,
  },
  {
    name: 'records of which none may be read',
    change: lockRecords(0),
    ...UNREADABLE,
    says: /000000000000\.sigstore\.json: expected read access, got EACCES$/m,
  },
  {
    name: 'records of which none may be read, with a receipt kept elsewhere,',
    change: lockRecords(0),
    given: keptReceipt,
    ...UNREADABLE,
    says: /check receipt: kept\.txt: expected 4 records of log id \w+, got some that could not be read/,
  },
  ...['chain', 'chain/001'].map((folder) => ({
    name: `${folder} that may not be listed, with a receipt kept elsewhere,`,
    change: (store: SealedStore) => chmodSync(store.path(folder), 0),
    given: keptReceipt,
    ...UNREADABLE,
    says: new RegExp(`^UNREADABLE list: \\S+/${folder}/: expected read access, got EACCES$`, 'm'),
  })),
  {
    name: 'a record that may not be read in the place of another chain, which is tampering still,',
    change: lockRecords(2),
    given: (store) => ({
      receipts: keptReceipt(store).receipts.map(({ where, text }) => ({
        where,
        text: text.replace(/logId \w+/, `logId ${'f'.repeat(32)}`),
      })),
    }),
    codes: ['REWRITTEN', 'UNREADABLE'],
    exit: 6,
    says: /REWRITTEN check receipt: kept\.txt/,
  },
  {
    name: 'a connection that may not be listed',
    change: (store) => chmodSync(store.folder, 0),
    ...UNREADABLE,
    says: /v1\/golden\/: expected read access/,
  },
];
