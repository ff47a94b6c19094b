/** A chain read from its end: what can be extended, what cannot, and what is said of it then. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBackwards, readHistory } from '../../src/commit/history.ts';
import { receiptOf } from '../../src/seal/chain.ts';
import type { ChainRecord } from '../../src/seal/record.ts';
import type { Store } from '../../src/store/store.ts';
import { newSigner } from '../seal/keys.ts';
import { withFolder } from '../support/folder.ts';
import { CHAIN, commitOnce, type DepsChanges, depsIn, openStore, placeOf } from './committing.ts';

const NEW_LOG_ID = 'abcdefabcdefabcdefabcdefabcdefab';
const historyOf = (folder: string, changes: DepsChanges = {}) =>
  readHistory(depsIn(folder, changes), () => NEW_LOG_ID);

const fileOf = (folder: string, chain: string, seq: string) =>
  join(folder, CHAIN, chain, `${seq.padStart(12, '0')}.sigstore.json`);

function plant(folder: string, chain: string, seq: string, bytes: string | Buffer): void {
  const file = fileOf(folder, chain, seq);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

/** Root and size that an auditor's receipt of this record names. */
async function receiptMembers(
  record: ChainRecord,
): Promise<{ readonly size: number; readonly root: string }> {
  const [, size, root] = /size (\d+)\nroot sha256:(\w+)/.exec(await receiptOf(record, 'k')) ?? [];
  return { size: Number(size), root: root ?? '' };
}

describe('the history of a connection', () => {
  it('without any record starts the first chain', async () => {
    await withFolder(async (folder) => {
      expect(await historyOf(folder)).toEqual({
        position: { kind: 'first', number: 1, logId: NEW_LOG_ID, continues: null },
        last: undefined,
        lastOfAnyKey: undefined,
        broken: undefined,
      });
    });
  });

  it('goes on behind its tail', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      const tail = await commitOnce(folder);

      const history = await historyOf(folder);

      expect(history).toMatchObject({ position: { kind: 'behind' }, broken: undefined });
      expect(history.last?.payload).toEqual(tail.payload);
    });
  });

  it.each([
    ['another connection', 'segment-evidence/v1/acme-2/chain/001/000000000009.sigstore.json'],
    ['a copy beside the records', `${CHAIN}/001/000000000009.sigstore.json.bak`],
    ['a folder that is no chain', `${CHAIN}/old/000000000009.sigstore.json`],
    ['a chain with another number of digits', `${CHAIN}/0002/000000000009.sigstore.json`],
  ])('minds only names of its own records: %s', async (_name, key) => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), 'something');

      expect(placeOf(await commitOnce(folder))).toEqual([1, 1]);
    });
  });
});

describe('a tail that cannot be extended', () => {
  it('because its key is lost: the next chain says where it goes on', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      const tail = await commitOnce(folder);
      const before = readFileSync(fileOf(folder, '001', '1'));

      const record = await commitOnce(folder, { signer: newSigner() });

      expect(placeOf(record)).toEqual([2, 0]);
      expect(record.statement.predicate.chain.continues).toEqual({
        number: 1,
        logId: tail.statement.predicate.chain.logId,
        ...(await receiptMembers(tail)),
      });
      expect(record.statement.predicate.chain.logId).not.toBe(tail.statement.predicate.chain.logId);
      expect(readFileSync(fileOf(folder, '001', '1'))).toEqual(before);
    });
  });

  it('because its key is lost, and its first record gone: nothing is written among what another key signed', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      const tail = await commitOnce(folder);
      rmSync(fileOf(folder, '001', '0'));

      const record = await commitOnce(folder, { signer: newSigner() });

      expect(placeOf(record)).toEqual([2, 0]);
      expect(record.statement.predicate.chain.continues).toMatchObject(await receiptMembers(tail));
    });
  });

  it('says why, and vouches for nothing that another key signed', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);

      const history = await historyOf(folder, { signer: newSigner() });

      expect(history.broken).toBe('its last record is signed by another key');
      expect(history.last).toBeUndefined();
    });
  });

  const rubbish: readonly (readonly [string, (good: Buffer) => string | Buffer])[] = [
    ['text', () => 'rubbish'],
    ['nothing', () => ''],
    ['JSON that is no record', () => '{}'],
    ['a record cut short', (good) => good.subarray(0, -1)],
    ['the record before, copied', (good) => good],
    [
      'the record before with a changed byte',
      (good) => good.toString().replace('"tlogEntries"', '"tlogentries"'),
    ],
  ];

  it.each(rubbish)('because %s stands at the next number', async (_name, bytesFrom) => {
    await withFolder(async (folder) => {
      const tail = await commitOnce(folder);
      plant(folder, '001', '1', bytesFrom(readFileSync(fileOf(folder, '001', '0'))));

      const history = await historyOf(folder);
      const record = await commitOnce(folder);

      expect(history.broken).toBe('its last record is unreadable');
      expect(history.last?.payload).toEqual(tail.payload);
      expect(placeOf(record)).toEqual([2, 0]);
      expect(record.statement.predicate.chain.continues).toMatchObject({
        number: 1,
        ...(await receiptMembers(tail)),
      });
      expect(placeOf(await commitOnce(folder))).toEqual([2, 1]);
    });
  });

  it('because a record of another connection was put there', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      plant(folder, '../../other/chain/001', '0', readFileSync(fileOf(folder, '001', '0')));

      const history = await readHistory({ ...depsIn(folder), connection: 'other' }, () => NEW_LOG_ID);

      expect(history.broken).toBe('chain 1 holds nothing that can be read');
    });
  });

  it('because nothing in the chain can be read: the next one continues an unknown one of size 0', async () => {
    await withFolder(async (folder) => {
      plant(folder, '001', '0', 'rubbish');

      const record = await commitOnce(folder);

      expect(record.statement.predicate.chain).toMatchObject({
        number: 2,
        seq: 0,
        continues: {
          number: 1,
          logId: '0'.repeat(32),
          size: 0,
          root: createHash('sha256').digest('hex'),
        },
      });
    });
  });

  it('because its key was one of ours before, and named no other: the newest chain is continued', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      const other = newSigner();
      await commitOnce(folder, { signer: other });

      const record = await commitOnce(folder, { previousKeys: [other.publicKey] });

      expect(placeOf(record)).toEqual([3, 0]);
      expect(record.statement.predicate.chain.continues).toMatchObject({ number: 2, size: 1 });
    });
  });
});

describe('a tail that can be extended', () => {
  it('is extended, whatever stands under numbers further on', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      plant(folder, '001', '999999999999', 'rubbish');
      plant(folder, '001', '500000000000', 'rubbish');
      plant(folder, '999', '0', 'rubbish');

      expect(placeOf(await commitOnce(folder))).toEqual([1, 1]);
      expect((await historyOf(folder)).broken).toBe('chain 999 holds nothing that can be read');
    });
  });

  it('is extended, also when a later chain is another key’s', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      await commitOnce(folder, { signer: newSigner() });

      expect(placeOf(await commitOnce(folder))).toEqual([1, 1]);
      expect((await historyOf(folder)).broken).toBe('chain 2 is signed by another key');
    });
  });

  it('is extended by the key that it names as the next, and by no other', async () => {
    await withFolder(async (folder) => {
      const next = newSigner();
      const { signer: old } = depsIn(folder);
      await commitOnce(folder, { nextKey: next.keyId });
      const previousKeys = [old.publicKey];

      await expect(commitOnce(folder)).rejects.toMatchObject({
        code: 'KEY_UNUSABLE',
        exitCode: 5,
        message: expect.stringContaining(next.keyId),
        hint: expect.stringContaining(next.keyId),
      });
      const record = await commitOnce(folder, { signer: next, previousKeys });

      expect(placeOf(record)).toEqual([1, 1]);
      expect(record.statement.predicate.chain.rotatedFrom).toBe(old.keyId);
      expect(placeOf(await commitOnce(folder, { signer: next, previousKeys }))).toEqual([1, 2]);
      // The old key has signed its last record, also where it does not know the new one.
      await expect(commitOnce(folder)).rejects.toMatchObject({ code: 'KEY_UNUSABLE' });
    });
  });
});

describe('a store that cannot be read', () => {
  it('proves nothing about a chain: the run ends instead of beginning another', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder);
      const real = openStore(folder);
      const store: Store = {
        ...real,
        get: (key) => real.get(key.startsWith(CHAIN) ? '../unreadable' : key),
      };

      await expect(commitOnce(folder, { store })).rejects.toMatchObject({ code: 'READ_FAILED', exitCode: 5 });
    });
  });
});

describe('a chain read backwards', () => {
  async function backwards(folder: string): Promise<readonly number[]> {
    const seqs: number[] = [];
    const { last } = await historyOf(folder);
    for await (const record of readBackwards(depsIn(folder), last)) seqs.push(placeOf(record)[1]);
    return seqs;
  }

  it('gives every record, the newest first, and ends before another chain', async () => {
    await withFolder(async (folder) => {
      await commitOnce(folder, { signer: newSigner() });
      for (let i = 0; i < 3; i += 1) await commitOnce(folder);

      expect(await backwards(folder)).toEqual([2, 1, 0]);
    });
  });

  it('gives nothing where there is nothing', async () => {
    await withFolder(async (folder) => {
      expect(await backwards(folder)).toEqual([]);
    });
  });

  it.each([
    ['rubbish', () => 'rubbish'],
    ['a good record of another chain', (other: Buffer) => other],
  ])('ends at a record that the next one does not name: %s', async (_name, bytesFrom) => {
    await withFolder(async (folder) => {
      await withFolder(async (elsewhere) => {
        for (let i = 0; i < 3; i += 1) await commitOnce(folder);
        for (let i = 0; i < 2; i += 1) await commitOnce(elsewhere);
        const file = fileOf(folder, '001', '1');
        chmodSync(file, 0o644);
        writeFileSync(file, bytesFrom(readFileSync(fileOf(elsewhere, '001', '1'))));

        expect(await backwards(folder)).toEqual([2]);
      });
    });
  });
});
