/** The commit: the bag first, the record last, and what is left when something stops in between. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitSnapshot } from '../../src/commit/commit.ts';
import { readHistory } from '../../src/commit/history.ts';
import { SealError, StoreError } from '../../src/errors.ts';
import { isSignedBy } from '../../src/seal/record.ts';
import type { Store } from '../../src/store/store.ts';
import { outcomeOf } from '../contract/store.ts';
import { readFolder, withFolder } from '../support/folder.ts';
import { CHAIN, commitOnce, depsIn, draftOf, openStore, placeOf } from './committing.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const recordsIn = (folder: string) => [...readFolder(folder).keys()].filter((key) => key.startsWith(CHAIN));
const bagsIn = (folder: string) =>
  [...readFolder(folder).keys()].filter((key) => key.endsWith('/tagmanifest-sha256.txt'));

/** The store of a folder, with something in front of `put`. */
function storeWith(
  folder: string,
  put: (store: Store, ...args: Parameters<Store['put']>) => Promise<void>,
): Store {
  const store = openStore(folder);
  return { ...store, put: (key, content) => put(store, key, content) };
}

const failed = (key: string) => new StoreError({ code: 'WRITE_FAILED', key, message: `store: ${key}: no` });

describe('a commit', () => {
  it('leaves a bag, a signed record that names every file of it, a receipt and the public key', async () => {
    await withFolder(async (folder) => {
      const deps = depsIn(folder);

      const result = await commitSnapshot(deps, await draftOf());

      if (result.kind !== 'committed') return expect.unreachable();
      const { snapshotPath } = result.record.statement.predicate;
      const bag = readFolder(join(folder, 'segment-evidence/v1/acme', snapshotPath));
      const named = result.record.statement.subject.map(({ name, digest }) => [name, digest.sha256]);
      expect(named.map(([name]) => name)).toEqual([
        'tagmanifest-sha256.txt',
        'manifest-sha256.txt',
        'evidence-manifest.json',
        'data/resources/users.jsonl',
      ]);
      for (const [name, digest] of named) expect(sha256(bag.get(name ?? '') ?? Buffer.alloc(0))).toBe(digest);
      expect([...bag.keys()].length).toBe(6);
      expect(await isSignedBy(result.record, deps.signer.keyId, deps.signer.publicKey)).toBe(true);
      const files = readFolder(folder);
      expect(result.key).toBe(`${CHAIN}/001/000000000000.sigstore.json`);
      expect(files.get(result.key)?.toString()).toContain(deps.signer.keyId);
      expect(files.get('segment-evidence/v1/acme/receipts/001-000000000000.txt')?.toString()).toBe(
        result.receipt,
      );
      expect([...files.keys()]).toContain(`segment-evidence/v1/acme/keys/${deps.signer.keyId}.pem`);
    });
  });

  it('writes the record after every file of the bag, and what can be derived after the record', async () => {
    await withFolder(async (folder) => {
      const order: string[] = [];
      const store = storeWith(folder, async (real, key, content) => {
        await real.put(key, content);
        order.push(key.split('/')[3] ?? '');
      });

      await commitOnce(folder, { store });

      expect(order).toEqual([...Array(6).fill('snapshots'), 'chain', 'receipts', 'keys']);
    });
  });

  it('goes on where the last one ended', async () => {
    await withFolder(async (folder) => {
      const first = await commitOnce(folder);
      const second = await commitOnce(folder);

      expect([placeOf(first), placeOf(second)]).toEqual([
        [1, 0],
        [1, 1],
      ]);
      expect(second.statement.predicate.chain).toMatchObject({
        logId: first.statement.predicate.chain.logId,
        prev: { seq: 0, sha256: sha256(first.payload) },
      });
    });
  });

  it('is recorded no earlier than the one before, whatever the clock says', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder, { now: () => new Date('2026-11-22T05:00:00.000Z') });

      const record = await commitOnce(folder, { now: () => new Date('2026-11-22T04:00:00.000Z') });

      expect(record.statement.predicate.chain.recordedAt).toBe('2026-11-22T05:00:00.000Z');
    });
  });
});

describe('a commit that stops half-way', () => {
  it.each([
    ['while the bag is written', (key: string) => key.includes('/data/')],
    ['before the last file of the bag', (key: string) => key.endsWith('/tagmanifest-sha256.txt')],
    ['between the bag and the record', (key: string) => key.startsWith(CHAIN)],
  ])('%s has committed nothing, and the next one starts from the same place', async (_name, stops) => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      const store = storeWith(folder, async (real, key, content) => {
        if (stops(key)) throw failed(key);
        await real.put(key, content);
      });

      expect(await outcomeOf(commitOnce(folder, { store }))).toBe('WRITE_FAILED');
      expect(recordsIn(folder)).toHaveLength(1);

      const next = await commitOnce(folder);
      expect(placeOf(next)).toEqual([1, 1]);
    });
  });

  it('because it cannot be signed has committed nothing', async () => {
    await withFolder(async (folder) => {
      const { signer } = depsIn(folder);
      const broken = { ...signer, sign: async () => Buffer.from('no signature') };

      await expect(commitOnce(folder, { signer: broken })).rejects.toThrow(SealError);

      expect(recordsIn(folder)).toEqual([]);
      expect(bagsIn(folder)).toHaveLength(1);
      expect((await readHistory(depsIn(folder), () => '0'.repeat(32))).position.kind).toBe('first');
    });
  });

  it('after the record has committed: what can be derived may be missing', async () => {
    await withFolder(async (folder) => {
      const store = storeWith(folder, async (real, key, content) => {
        if (/\/(receipts|keys)\//.test(key)) throw failed(key);
        await real.put(key, content);
      });

      const record = await commitOnce(folder, { store });

      expect(placeOf(record)).toEqual([1, 0]);
      expect([...readFolder(folder).keys()].some((key) => key.includes('/receipts/'))).toBe(false);
    });
  });

  it('does not hide a bug behind a file that may be missing', async () => {
    await withFolder(async (folder) => {
      const store = storeWith(folder, async (real, key, content) => {
        if (key.includes('/receipts/')) throw new TypeError('a bug');
        await real.put(key, content);
      });

      await expect(commitOnce(folder, { store })).rejects.toThrow(TypeError);
    });
  });
});

describe('an answer that is lost on the way', () => {
  it('does not commit twice: our own bytes under the number are our commit', async () => {
    await withFolder(async (folder) => {
      const store = storeWith(folder, async (real, key, content) => {
        await real.put(key, content);
        if (key.startsWith(CHAIN)) await real.put(key, content);
      });

      const record = await commitOnce(folder, { store });

      expect(placeOf(record)).toEqual([1, 0]);
      expect(recordsIn(folder)).toHaveLength(1);
      expect(bagsIn(folder)).toHaveLength(1);
    });
  });
});
