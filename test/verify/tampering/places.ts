/** Something else in the place of a folder: a link leads to where evidence can be exchanged unseen. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { CONNECTION, type SealedStore } from '../../support/sealed-store.ts';
import { linkAway, type TamperRow } from './row.ts';

const UNLISTED = { codes: ['ARTIFACT_UNLISTED'], exit: 6 } as const;
const HIDDEN = { codes: ['ARTIFACT_UNLISTED', 'NOTHING_THERE'], exit: 6 } as const;

/** Of one snapshot, so that only what lies on the way to it is looked at. */
const ofOneSnapshot = (store: SealedStore) => ({ connection: CONNECTION, snapshotPath: store.bag(1) });

export const placeRows: readonly TamperRow[] = [
  {
    name: 'a link in the place of another connection',
    change: (store) => symlinkSync(store.folder, store.path('../acme')),
    ...UNLISTED,
    says: /check folder: segment-evidence\/v1\/acme: expected a folder/,
  },
  {
    name: 'a link to nowhere in the place of another connection',
    change: (store) => symlinkSync('nowhere', store.path('../acme')),
    ...UNLISTED,
    says: /v1\/acme: expected a folder/,
  },
  {
    name: 'an empty file in the place of another connection',
    change: (store) => writeFileSync(store.path('../acme'), ''),
    ...UNLISTED,
    says: /v1\/acme: expected a folder/,
  },
  {
    name: 'a link in the place of the only connection',
    change: linkAway(() => '.'),
    ...HIDDEN,
    says: /v1\/golden: expected a folder/,
  },
  {
    name: 'a link in the place of the connection that is asked for',
    change: linkAway(() => '.'),
    given: () => ({ connection: CONNECTION }),
    ...UNLISTED,
    says: /v1\/golden: expected a folder/,
  },
  {
    name: 'a link in the place of the folder of the version',
    change: linkAway(() => '..'),
    ...HIDDEN,
    says: /check folder: segment-evidence\/v1: expected a folder/,
  },
  {
    name: 'a file in the place of the folder of the version',
    change: (store) => {
      store.remove('..');
      writeFileSync(store.path('..'), '');
    },
    ...HIDDEN,
    says: /check folder: segment-evidence\/v1: expected a folder/,
  },
  {
    name: 'a link in the place of the folder of all versions',
    change: linkAway(() => '../..'),
    ...UNLISTED,
    says: /check folder: segment-evidence: expected a folder/,
  },
  {
    name: 'a link in the place of the chain of the snapshot that is asked for',
    change: linkAway(() => 'chain'),
    given: ofOneSnapshot,
    codes: ['CHAIN_BROKEN'],
    exit: 6,
    says: /golden\/chain: expected a folder/,
  },
  {
    name: 'a link in the place of a folder above the snapshot that is asked for',
    change: linkAway(() => 'snapshots/2026'),
    given: ofOneSnapshot,
    ...UNLISTED,
    says: /snapshots\/2026: expected a folder/,
  },
];
