/** What the versions of a bucket say, over the golden store: each object once, and then one that is not. */
import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store, StoredVersion } from '../../src/store/store.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { ROOT } from '../support/source-tree.ts';

const folder = openFolderStore(join(ROOT, 'test/golden/store'), () => 'never');
const base = 'segment-evidence/v1/golden/';
const snapshots = [22, 23, 24, 25].map(
  (day, index) => `snapshots/2026/11/${day}/202611${day}T030004Z-0000000${index}`,
);
const record = `${base}chain/001/000000000003.sigstore.json`;
const file = `${base}${snapshots[0]}/data/resources/users.jsonl`;
const uncommitted = `${base}snapshots/2026/11/26/20261126T030004Z-0000000f/data/x`;

interface Bucket {
  /** Versions beyond the one that each object has. */
  readonly more?: readonly StoredVersion[];
  readonly versionId?: string;
  /** No object shows any more. */
  readonly isHidden?: boolean;
}

/** The golden store as a bucket would show it. */
function bucket({ more = [], versionId = 'v1', isHidden = false }: Bucket): Store {
  return {
    ...folder,
    async *list(prefix) {
      if (!isHidden) yield* folder.list(prefix);
    },
    async *versions(prefix) {
      for await (const { key } of folder.list(prefix)) {
        yield { key, versionId, isDeleteMarker: false };
        yield* more.filter((each) => each.key === key);
      }
      yield* more.filter((each) => each.key === uncommitted && each.key.startsWith(prefix));
    },
  };
}

const second = (key: string): StoredVersion => ({ key, versionId: 'v0', isDeleteMarker: false });
const marker = (key: string): StoredVersion => ({ key, versionId: 'm1', isDeleteMarker: true });
const keys = [{ publicKey: createPublicKey(goldenSigner.publicKey.export({ type: 'spki', format: 'pem' })) }];
const verify = (store: Store, selection = {}) =>
  verifyStore({ store, keys, now: new Date('2026-12-01T00:00:00Z'), ...selection });

describe('a bucket', () => {
  it('with one version of everything is intact, and its receipt is given', async () => {
    const report = await verify(bucket({}));

    expect(report.verdict).toBe('intact');
    expect(report.connections[0]?.receipt).toContain('segment-evidence receipt v1');
  });

  it.each([
    ['a second version of a file', second(file), '2 versions (v1, v0)'],
    ['a second version of a record', second(record), '2 versions (v1, v0)'],
    ['a delete marker on a file', marker(file), '1 delete marker (m1)'],
    ['a delete marker on a record', marker(record), '1 delete marker (m1)'],
    ['a second version of a receipt', second(`${base}receipts/001-000000000000.txt`), '2 versions (v1, v0)'],
  ])(
    'with %s was not written once, whatever the bytes are, and gets no receipt',
    async (_what, more, found) => {
      const report = await verify(bucket({ more: [more] }));

      expect(report.failures).toEqual([
        {
          code: 'NOT_WRITE_ONCE',
          where: more.key,
          message: `check versions: ${more.key}: expected one version and no delete marker, got ${found}`,
          expected: 'one version and no delete marker',
          found,
        },
      ]);
      expect(report.exitCode).toBe(6);
      expect(report.connections[0]?.receipt).toBeNull();
    },
  );

  it('in which everything is hidden by markers is no bucket in which nothing was', async () => {
    const all: StoredVersion[] = [];
    for await (const { key } of folder.list(base)) all.push(marker(key));

    const report = await verify(bucket({ more: all, isHidden: true }));

    expect(report.exitCode).toBe(6);
    expect(report.failures.filter(({ code }) => code === 'NOT_WRITE_ONCE')).toHaveLength(all.length);
  });

  it('may clear away a snapshot that no record names', async () => {
    const report = await verify(bucket({ more: [marker(uncommitted)] }));

    expect(report.verdict).toBe('intact');
    expect(report.notes).toContainEqual(expect.objectContaining({ kind: 'uncommitted', where: uncommitted }));
  });

  it.each([
    ['its own file', file, 6],
    ['a record', record, 6],
    ['a file of another one', `${base}${snapshots[1]}/bagit.txt`, 0],
  ])('is looked at for one snapshot as far as it rests on it: %s', async (_what, key, exitCode) => {
    const selection = { connection: 'golden', snapshotPath: snapshots[0] };

    const report = await verify(bucket({ more: [second(key)] }), selection);

    expect(report.exitCode).toBe(exitCode);
  });

  it('whose versions may not be listed is not called intact', async () => {
    const store: Store = {
      ...folder,
      // biome-ignore lint/correctness/useYield: it fails before there is anything to yield
      async *versions() {
        throw new StoreError({ code: 'READ_FAILED', key: '', message: 'list: got 403 AccessDenied' });
      },
    };

    const report = await verify(store);

    expect([report.verdict, report.exitCode]).toEqual(['cannot-judge', 5]);
    expect(report.failures).toMatchObject([{ code: 'UNREADABLE' }]);
  });

  it('without versions says once that it would not show', async () => {
    const report = await verify(bucket({ versionId: 'null' }));

    expect(report.verdict).toBe('intact');
    expect(report.notes.filter(({ message }) => message.includes('kept no versions'))).toHaveLength(1);
  });
});
