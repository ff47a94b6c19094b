/** What an export leaves in the store of whoever is configured: who took what, create-only; and nothing in a copy. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportTrace } from '../../schemas/export-trace.ts';
import { exportCommand } from '../../src/commands/export.ts';
import { StoreError } from '../../src/errors.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { digestOf, exportInto, storeToExport } from '../support/exported.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { CONNECTION, type SealedStore } from '../support/sealed-store.ts';
import { verifySealed } from '../verify/tampering/row.ts';

let store: SealedStore;
beforeEach(() => {
  store = storeToExport();
});
afterEach(() => store.dispose());

const exportFrom = (own: Store) =>
  exportCommand(
    undefined,
    { from: '2026-11-24', to: '2026-11-25', oscalVersion: '1.1.3', out: 'export.zip' },
    {
      cwd: store.root,
      now: new Date('2026-11-26T12:00:00.000Z'),
      user: 'ada',
      newBytes: (count) => new Uint8Array(count),
      openAt: () => own,
      configured: () => [{ connection: CONNECTION, store: own, keys: async () => [goldenSigner.publicKey] }],
    },
  );

const ownStore = () => openFolderStore(store.root, () => 'new');

describe('an export from a configured store', () => {
  it('leaves who took which period and the digest of the file, and the same once more', async () => {
    const { json } = await exportFrom(ownStore());
    const again = await exportFrom(ownStore());

    const key = String(json['trace']);
    const left = exportTrace.parse(JSON.parse(readFileSync(join(store.root, key), 'utf8')));
    expect(left).toMatchObject({
      by: { user: 'ada' },
      connection: CONNECTION,
      exportedAt: '2026-11-26T12:00:00.000Z',
    });
    expect(left.file).toEqual({
      name: 'export.zip',
      sha256: digestOf(readFileSync(join(store.root, 'export.zip'))),
    });
    expect(again.json['trace']).toBe(key);
  });

  it('leaves what verify knows, and nothing that the next export takes along', async () => {
    const before = await exportInto(store, 'before.zip');
    await exportFrom(ownStore());
    const { failures, notes } = await verifySealed(store);

    expect(failures).toEqual([]);
    expect(notes.filter(({ where }) => where.includes('exports/'))).toEqual([]);
    expect(digestOf(await exportInto(store, 'after.zip'))).toBe(digestOf(before));
  });

  it('is written also where no trace can be left, and says so', async () => {
    const refusing: Store = {
      ...ownStore(),
      put: async (key) => {
        throw new StoreError({
          code: 'WRITE_FAILED',
          key,
          message: 'store: expected to write it, got EROFS',
        });
      },
    };

    const { json, text, exitCode } = await exportFrom(refusing);

    expect([exitCode, json['trace']]).toEqual([(await exportFrom(ownStore())).exitCode, null]);
    expect(text).toContain('no trace was left in the store: store: expected to write it, got EROFS');
  });
});

describe('an export from a copy that --store names', () => {
  it('writes nothing into it', async () => {
    await exportInto(store, 'export.zip');

    expect(existsSync(store.path('exports'))).toBe(false);
  });
});
