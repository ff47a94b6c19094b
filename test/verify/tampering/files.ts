/** What anybody with write access to the folder can do to the files of a snapshot and beside it. */
import { mkdirSync, symlinkSync } from 'node:fs';
import type { SealedStore } from '../../support/sealed-store.ts';
import { flipped, linkAway, type TamperRow } from './row.ts';

const flipIn = (name: string) => (store: SealedStore) => {
  const path = `${store.bag(0)}/${name}`;
  const bytes = store.read(path);
  store.write(path, flipped(bytes, Math.floor(bytes.length / 2)));
};

const removeIn = (name: string) => (store: SealedStore) => store.remove(`${store.bag(0)}/${name}`);

const exchange = (name: string) => (store: SealedStore) => {
  const [first, second] = [`${store.bag(0)}/${name}`, `${store.bag(2)}/${name}`];
  const [one, other] = [store.read(first), store.read(second)];
  store.write(first, other);
  store.write(second, one);
};

const DIGEST = { codes: ['DIGEST_MISMATCH'], exit: 6 } as const;
const MISSING = { codes: ['ARTIFACT_MISSING'], exit: 6 } as const;
const NO_MANIFEST = { codes: ['MANIFEST_MISSING'], exit: 6 } as const;
const UNLISTED = { codes: ['ARTIFACT_UNLISTED'], exit: 6 } as const;
const USERS = 'data/resources/users.jsonl';

const changedFiles: readonly TamperRow[] = [
  {
    name: 'a byte flipped in an artifact',
    change: flipIn(USERS),
    ...DIGEST,
    says: /users\.jsonl: expected sha256/,
  },
  ...[
    'evidence-manifest.json',
    'manifest-sha256.txt',
    'tagmanifest-sha256.txt',
    'bag-info.txt',
    'bagit.txt',
  ].map((name) => ({
    name: `a byte flipped in ${name}`,
    change: flipIn(name),
    ...DIGEST,
    says: new RegExp(`check digest: .*/${name}: expected sha256`),
  })),
  {
    name: 'an artifact with its last line cut off',
    change: (store) => {
      const path = `${store.bag(0)}/${USERS}`;
      const text = store.text(path);
      store.write(path, text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1));
    },
    ...DIGEST,
    says: /check size: .*users\.jsonl: expected \d+ bytes/,
  },
  {
    name: 'an artifact exchanged between two snapshots',
    change: exchange('data/resources/sources.jsonl'),
    ...DIGEST,
    says: /sources\.jsonl: expected/,
  },
  {
    name: 'the lines of the payload manifest in another order',
    change: (store) => {
      const path = `${store.bag(0)}/manifest-sha256.txt`;
      const lines = store.text(path).trimEnd().split('\n');
      store.write(path, `${lines.reverse().join('\n')}\n`);
    },
    ...DIGEST,
    says: /manifest-sha256\.txt: expected sha256/,
  },
];

const missingFiles: readonly TamperRow[] = [
  { name: 'an artifact removed', change: removeIn(USERS), ...MISSING, says: /find file: .*users\.jsonl/ },
  { name: 'bagit.txt removed', change: removeIn('bagit.txt'), ...MISSING, says: /bagit\.txt/ },
  ...['evidence-manifest.json', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'].map((name) => ({
    name: `${name} removed`,
    change: removeIn(name),
    ...NO_MANIFEST,
    says: new RegExp(`find manifest: .*/${name}: expected a regular file, got nothing`),
  })),
  {
    name: 'a whole snapshot removed',
    change: (store) => store.remove(store.bag(1)),
    ...MISSING,
    says: /no such snapshot/,
  },
  {
    name: 'a snapshot of which only empty folders are left',
    change: (store) => {
      store.remove(store.bag(1));
      mkdirSync(store.path(`${store.bag(1)}/data/resources`), { recursive: true });
    },
    ...MISSING,
    says: /no such snapshot/,
  },
  {
    name: 'a link in the place of an artifact',
    change: linkAway((store) => `${store.bag(0)}/${USERS}`),
    ...MISSING,
    says: /not a regular file/,
  },
];

const extraFiles: readonly TamperRow[] = [
  ...['data/resources/groups.jsonl', 'data/notes.txt', 'README.txt', 'Data/resources/users.jsonl'].map(
    (name) => ({
      name: `an extra file ${name}`,
      change: (store: SealedStore) => store.write(`${store.bag(0)}/${name}`, ''),
      ...UNLISTED,
      says: /got another file/,
    }),
  ),
  {
    name: 'a file for a resource that was denied',
    change: (store) => store.write(`${store.bag(2)}/${USERS}`, store.read(`${store.bag(1)}/${USERS}`)),
    ...UNLISTED,
    says: /users\.jsonl: expected only what the record lists/,
  },
  {
    name: 'an extra empty folder',
    change: (store) => mkdirSync(store.path(`${store.bag(0)}/data/attachments`)),
    ...UNLISTED,
    says: /attachments\/: .*got an empty folder/,
  },
  {
    name: 'an extra link to nowhere',
    change: (store) => symlinkSync('nowhere', store.path(`${store.bag(0)}/data/link`)),
    ...UNLISTED,
    says: /data\/link: .*not a regular file/,
  },
  {
    name: 'a link in the place of a snapshot',
    change: linkAway((store) => store.bag(0)),
    ...UNLISTED,
    says: /check folder: .*expected a folder/,
  },
  {
    name: 'a link in the place of all snapshots',
    change: linkAway(() => 'snapshots'),
    ...UNLISTED,
    says: /check folder: .*snapshots: expected a folder/,
  },
  {
    name: 'a link in the place of the chain',
    change: linkAway(() => 'chain'),
    codes: ['CHAIN_BROKEN'],
    exit: 6,
    says: /check folder: .*chain: expected a folder/,
  },
];

export const fileRows = [...changedFiles, ...missingFiles, ...extraFiles];
