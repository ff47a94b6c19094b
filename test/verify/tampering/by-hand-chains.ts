/** Ways to put records where they do not belong: every record is whole, signed and linked, only the place is wrong. */
import { renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { receiptPath, recordPath, type SealedStore } from '../../support/sealed-store.ts';
import { SEQ, type Spoilt } from './by-hand.ts';
import { continued } from './continuations.ts';

/** Makes two chains of one, as after a lost key; the auditor has the genuine receipt of the second. */
export async function continueInSecondChain(store: SealedStore): Promise<void> {
  await continued((said) => said)(store);
  keepReceipt(store, receiptPath(0, 2));
}

/** The first record of the second chain. */
export const SECOND_CHAIN = { CHAIN: '002', SEQ: '000000000000' };

const keepReceipt = (store: SealedStore, path: string) =>
  writeFileSync(join(store.root, 'receipt.txt'), store.text(path));

export const misplaced: readonly Spoilt[] = [
  {
    name: 'the folder of one connection under the name of another',
    spoil: (store) => renameSync(store.folder, join(dirname(store.folder), 'acme-production')),
    names: ({ folder }) => ({ EVIDENCE: join(dirname(folder), 'acme-production') }),
    silent: ['5 statement'],
  },
  {
    name: 'a second chain in the place of the first, which is gone',
    spoil: async (store) => {
      await continueInSecondChain(store);
      store.remove('chain/001');
      renameSync(store.path('chain/002'), store.path('chain/001'));
    },
    names: () => ({ SEQ: '000000000000' }),
    silent: ['5 statement', '10 chains'],
  },
  {
    name: 'a later record over an earlier one',
    spoil: (store) => store.write(recordPath(1), store.read(recordPath(SEQ))),
    names: () => ({ SEQ: '000000000001' }),
    silent: ['5 statement', '9 chain', '11 receipt'],
  },
  {
    name: 'a second chain whose first is gone',
    spoil: async (store) => {
      await continueInSecondChain(store);
      store.remove('chain/001');
    },
    names: () => SECOND_CHAIN,
    silent: ['10 chains'],
  },
  {
    name: 'a second chain whose first was cut',
    spoil: async (store) => {
      await continueInSecondChain(store);
      store.remove(recordPath(2));
    },
    names: () => SECOND_CHAIN,
    silent: ['10 chains'],
  },
  {
    name: 'a second chain whose first was changed',
    spoil: async (store) => {
      await continueInSecondChain(store);
      store.replace(recordPath(0), '"payload":"eyJfdHlwZSI6', '"payload":"eyJfdHlwZSA6');
    },
    names: () => SECOND_CHAIN,
    silent: ['10 chains'],
  },
  {
    name: 'a first chain that is shorter than the second says',
    spoil: async (store) => {
      await continueInSecondChain(store);
      store.remove(recordPath(2));
      keepReceipt(store, receiptPath(1));
    },
    names: () => ({ SEQ: '000000000001' }),
    silent: ['10 chains'],
  },
  {
    name: 'a second chain that continues nothing',
    spoil: async (store) => {
      await continued(() => null)(store);
      keepReceipt(store, receiptPath(0, 2));
    },
    names: () => SECOND_CHAIN,
    silent: ['10 chains'],
  },
  {
    name: 'a third chain without a second',
    spoil: async (store) => {
      await continueInSecondChain(store);
      renameSync(store.path('chain/002'), store.path('chain/003'));
    },
    names: () => ({ ...SECOND_CHAIN, CHAIN: '003' }),
    silent: ['5 statement', '10 chains'],
  },
];
