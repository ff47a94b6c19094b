/** The golden store as odd servers list it, and with what other programs leave in its folders: the same evidence. */
import { createPublicKey } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store, StoredKey, StoredVersion } from '../../src/store/store.ts';
import { readSnapshot } from '../../src/verify/read-snapshot.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { withFolder } from '../support/folder.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { ROOT } from '../support/source-tree.ts';
import { everyNth } from '../support/tier.ts';

const folder = openFolderStore(join(ROOT, 'test/golden/store'), () => 'never');
const base = 'segment-evidence/v1/golden/';
const bag = `${base}snapshots/2026/11/22/20261122T030004Z-00000000/`;
const keys = [{ publicKey: createPublicKey(goldenSigner.publicKey.export({ type: 'spki', format: 'pem' })) }];

type Edit = (stored: readonly StoredKey[]) => readonly StoredKey[];

/** The golden store with its listings edited, and every object in one version or in more. */
function listedAs(edit: Edit, versions?: (keys: readonly string[]) => readonly StoredVersion[]): Store {
  const all = async (prefix: string) => {
    const stored: StoredKey[] = [];
    for await (const each of folder.list('segment-evidence/')) stored.push(each);
    return edit(stored).filter(({ key }) => key.startsWith(prefix));
  };
  return {
    ...folder,
    async *list(prefix) {
      yield* await all(prefix);
    },
    ...(versions === undefined
      ? {}
      : {
          async *versions(prefix: string) {
            yield* versions((await all(prefix)).map(({ key }) => key));
          },
        }),
  };
}

const now = new Date('2026-12-01T00:00:00Z');
const verify = (store: Store) => verifyStore({ store, keys, now });
const asIs: Edit = (stored) => stored;
const reversed: Edit = (stored) => [...stored].reverse();
const shuffled: Edit = (stored) => [...stored].sort((a, b) => (digitsOf(a) < digitsOf(b) ? -1 : 1));
const twice: Edit = (stored) => stored.flatMap((each) => [each, each]);
const digitsOf = ({ key }: StoredKey) => Buffer.from(key).toString('base64').split('').reverse().join('');

describe('a listing', () => {
  it.each([
    ['in reverse', reversed],
    ['in no order', shuffled],
    ['that names each object twice', twice],
  ])('%s is the same store', async (_title, edit) => {
    const store = listedAs(edit);
    const inOrder = await verify(folder);

    expect(await verify(store)).toEqual(inOrder);
    const { manifest } = await readSnapshot(store, { connection: 'golden', keys, now });
    expect(manifest.run.id).toMatch(/^00000003-/);
  });

  it.each([
    ['in order', asIs],
    ['in no order', shuffled],
  ])('of versions %s shows which object was written again', async (_title, edit) => {
    const record = `${base}chain/001/000000000001.sigstore.json`;
    const once = (key: string, versionId = 'v1') => ({ key, versionId, isDeleteMarker: false });
    const versionsWith = (more: readonly StoredVersion[]) => (all: readonly string[]) => {
      const found = [...all.map((key) => once(key)), ...more];
      return edit === asIs ? found.sort((a, b) => (a.key < b.key ? -1 : 1)) : found;
    };

    const intact = await verify(
      listedAs(edit, versionsWith([once(`${base}chain/.DS_Store`), once(`${base}chain/.DS_Store`, 'v2')])),
    );
    const rewritten = await verify(listedAs(edit, versionsWith([once(record, 'v2')])));

    expect(intact.failures).toEqual([]);
    expect(rewritten.failures.map(({ code, where, found }) => [code, where, found])).toEqual([
      ['NOT_WRITE_ONCE', record, '2 versions (v1, v2)'],
    ]);
  });
});

const litter = [
  '.DS_Store',
  '._users.jsonl',
  '.nfs000000000012f3a900000001',
  'Thumbs.db',
  'desktop.ini',
  '@eaDir/users.jsonl@SynoEAStream',
  '@eaDir/deeper/still',
] as const;
const folders = [
  'segment-evidence/',
  'segment-evidence/v1/',
  base,
  `${base}chain/`,
  `${base}chain/001/`,
  `${base}chain/002/`,
]
  .concat(['receipts/', 'keys/', 'alerts/', 'snapshots/', 'snapshots/2026/11/22/'].map((path) => base + path))
  .concat([bag, `${bag}data/`, `${bag}data/resources/`]);
const file = (key: string, bytes = 6148): StoredKey => ({ key, bytes, isRegular: true });
const notesOf = async (more: readonly StoredKey[]) => {
  const report = await verify(listedAs((stored) => [...stored, ...more]));
  const known = (await verify(folder)).notes.map(({ where }) => where);
  const { exitCode, failures, notes } = report;
  return {
    exitCode,
    failures,
    places: notes.map(({ where }) => where).filter((where) => !known.includes(where)),
  };
};

describe('litter', () => {
  it.each(everyNth(folders, 4))('in %s is a note and breaks nothing', async (place) => {
    const left = litter.map((name) => file(place + name));

    expect(await notesOf(left)).toEqual({ exitCode: 0, failures: [], places: left.map(({ key }) => key) });
  });

  it('of a console, an object without a byte for each folder, is a note and breaks nothing', async () => {
    const left = folders.map((key) => file(key, 0));

    const { exitCode, failures, places } = await notesOf(left);

    expect({ exitCode, failures }).toEqual({ exitCode: 0, failures: [] });
    expect(new Set(places)).toEqual(new Set(folders));
  });

  it.each([
    ['a folder with bytes in it', file(`${bag}data/`, 1)],
    ['a link by the name of litter', { ...file(`${bag}.DS_Store`), isRegular: false }],
    ['a file that is called almost like it', file(`${bag}data/DS_Store`)],
    ['a file in a folder that is called almost like it', file(`${bag}eaDir/x`)],
  ])('is not %s', async (_title, stored) => {
    const { exitCode, failures } = await notesOf([stored]);

    expect([exitCode, failures.map(({ code }) => code)]).toEqual([6, ['ARTIFACT_UNLISTED']]);
  });
});

describe('folders that may not be read, beside the golden one', () => {
  it.skipIf(process.seteuid === undefined)('are each named, and hide nothing of it', async () => {
    await withFolder(async (root) => {
      cpSync(join(ROOT, 'test/golden/store'), root, { recursive: true });
      const locked = ['acme', 'zeta'].map((name) => join(root, 'segment-evidence/v1', name));
      for (const path of locked) mkdirSync(path, 0);
      chmodSync(root, 0o755);
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(65534);
      try {
        const { exitCode, failures, connections } = await verify(openFolderStore(root, () => 'never'));

        expect(exitCode).toBe(5);
        expect(failures.map(({ code, where }) => `${code} ${where}`)).toEqual([
          'UNREADABLE segment-evidence/v1/acme/',
          'UNREADABLE segment-evidence/v1/zeta/',
        ]);
        expect(connections).toMatchObject([{ connection: 'golden', chains: [{ records: 4 }] }]);
      } finally {
        if (isRoot) process.seteuid?.(0);
        for (const path of locked) chmodSync(path, 0o755);
      }
    });
  });
});
