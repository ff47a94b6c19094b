/** What fixes evidence from outside its store, and what only looks as if it did. */
import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VerifyOptions } from '../../src/commands/verify.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { goldenSigner } from '../support/golden-run.ts';
import {
  createSealedStore,
  LAST_SEQ,
  PUBLIC_KEY_PEM,
  receiptPath,
  type SealedStore,
} from '../support/sealed-store.ts';
import { addSecond, SECOND, SECOND_LOG_ID, sealAs } from '../support/second-connection.ts';
import { continueHonestly } from '../verify/tampering/continuations.ts';
import { strangersSigner } from '../verify/tampering/row.ts';
import { verifyAlone } from '../verify/verify-alone.ts';

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
  writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);
  keep('kept.txt', store.text(receiptPath(LAST_SEQ)));
});

afterEach(() => {
  store.dispose();
});

const keep = (file: string, text: string) => writeFileSync(join(store.root, file), text);
const verify = (options: Partial<VerifyOptions> = {}) => verifyAlone(store.root, options);
const place = (connection: string, root: string) => ({
  connection,
  store: openFolderStore(root, () => 'never'),
  publicKeys: async () => [goldenSigner.publicKey],
});

describe('without anything from outside', () => {
  it('evidence is intact, and it is said that nothing fixes it, receipts in the store or not', async () => {
    const { exitCode, report, text } = await verify();

    expect(exitCode).toBe(0);
    expect(report.connections[0]?.outside).toEqual({
      receipts: [],
      uncovered: [{ chain: 1, from: 0, to: 3 }],
    });
    expect(report.notes.filter(({ kind }) => kind === 'nothing-outside')).toMatchObject([
      {
        where: 'segment-evidence/v1/golden',
        message: expect.stringMatching(
          /^nothing outside the store fixes records 0 to 3 of chain 1: .*--receipt/,
        ),
      },
    ]);
    const lines = text.split('\n').map((line) => line.slice(0, 12).trim());
    expect(lines.slice(1, 6)).toEqual(['connection', 'of', 'period', 'status', 'fixed by']);
    expect(text).toContain('\n  fixed by    nothing outside the store\n');
  });
});

describe('a receipt', () => {
  it('fixes the whole chain when it is of the last record', async () => {
    const { exitCode, report, text } = await verify({ receipt: ['kept.txt'] });

    expect(exitCode).toBe(0);
    expect(report.connections[0]?.outside).toEqual({
      receipts: [{ receipt: 'kept.txt', chain: 1, records: 4 }],
      uncovered: [],
    });
    expect(report.notes.map(({ kind }) => kind)).not.toContain('nothing-outside');
    expect(text).toContain('\n  fixed by    receipt kept.txt: records 0 to 3 of chain 1\n');
  });

  it('that lies in the store itself fixes nothing, and it is said so', async () => {
    const { exitCode, report } = await verify({ receipt: [store.path(receiptPath(LAST_SEQ))] });

    expect(exitCode).toBe(0);
    expect(report.connections[0]?.outside).toEqual({
      receipts: [],
      uncovered: [{ chain: 1, from: 0, to: 3 }],
    });
    expect(report.notes.map(({ message }) => message).join()).toContain(
      'this receipt lies in the store itself',
    );
  });

  it('fixes no records after its own, and these are named', async () => {
    keep('kept.txt', store.text(receiptPath(1)));

    const { exitCode, report, text } = await verify({ receipt: ['kept.txt'] });

    expect(exitCode).toBe(0);
    expect(report.connections[0]?.outside.uncovered).toEqual([{ chain: 1, from: 2, to: 3 }]);
    expect(report.notes.map(({ message }) => message).join()).toContain('fixes records 2 to 3 of chain 1');
    expect(text).toContain('\n  not fixed   records 2 to 3 of chain 1\n');
  });

  it('fixes also what its chain continues', async () => {
    await continueHonestly.change(store);
    writeFileSync(
      join(store.root, 'new.pem'),
      String(strangersSigner.publicKey.export({ type: 'spki', format: 'pem' })),
    );
    keep('kept.txt', store.text(receiptPath(0, 2)));

    const { exitCode, report } = await verify({ key: ['owner.pub.pem', 'new.pem'], receipt: ['kept.txt'] });

    expect(exitCode).toBe(0);
    expect(report.connections[0]?.outside.uncovered).toEqual([]);
  });

  it('holds though somebody put another chain of the same log id first', async () => {
    await addSecond(store, goldenSigner, 'aaa');
    await sealAs(store, goldenSigner, { logId: SECOND_LOG_ID });
    keep('kept.txt', store.text(receiptPath(LAST_SEQ)));

    const { exitCode } = await verify({ receipt: ['kept.txt'] });

    expect(exitCode).toBe(0);
  });

  it('that does not hold leaves no receipt to keep', async () => {
    keep('kept.txt', store.text(receiptPath(LAST_SEQ)).replace(/root sha256:..../, 'root sha256:0000'));

    const { exitCode, report } = await verify({ receipt: ['kept.txt'] });

    expect({ exitCode, receipt: report.connections[0]?.receipt }).toEqual({ exitCode: 6, receipt: null });
  });
});

describe('a receipt of a chain that was made anew', () => {
  /** The old chain is parked; a new one of another log id, under the same key, takes its place. */
  async function replaceAndPark(park: (old: SealedStore) => void): Promise<void> {
    const old = createSealedStore();
    park(old);
    old.dispose();
    await sealAs(store, goldenSigner, { logId: '9'.repeat(32) });
  }
  const beside = (name: string) => join(dirname(store.folder), name);

  it('is not satisfied by the old one under another name', async () => {
    await replaceAndPark((old) => cpSync(old.folder, beside('golden-2025'), { recursive: true }));

    const { exitCode, report } = await verify({ receipt: ['kept.txt'] });

    expect(exitCode).toBe(6);
    expect(report.failures.filter(({ where }) => where === 'kept.txt')).toMatchObject([
      {
        code: 'REWRITTEN',
        found: 'a copy of it in segment-evidence/v1/golden-2025/chain/001/',
      },
    ]);
  });

  it('is not satisfied by the old one under another number', async () => {
    await replaceAndPark((old) =>
      cpSync(old.path('chain/001'), store.path('chain/002'), { recursive: true }),
    );

    const { exitCode, report } = await verify({ receipt: ['kept.txt'] });

    expect(exitCode).toBe(6);
    expect(report.failures.filter(({ where }) => where === 'kept.txt')).toMatchObject([
      { code: 'REWRITTEN', found: 'a copy of it in segment-evidence/v1/golden/chain/002/' },
    ]);
  });

  it('is not satisfied by the old one in a store that the configuration keeps for another connection', async () => {
    const other = createSealedStore();
    await addSecond(other, goldenSigner);
    await replaceAndPark(() => undefined);
    const openConfigured = async () => [place('golden', store.root), place(SECOND, other.root)];

    const { exitCode, stores } = await verify({
      location: undefined,
      key: [],
      receipt: ['kept.txt'],
      openConfigured,
    });

    expect(exitCode).toBe(6);
    expect(stores[0]?.failures).toMatchObject([{ code: 'REWRITTEN', where: 'kept.txt' }]);
    expect(stores[1]?.notes).toContainEqual({
      kind: 'not-configured',
      where: 'segment-evidence/v1/golden',
      message: expect.stringContaining('keeps this connection in another store'),
    });
    other.dispose();
  });
});

describe('receipts of several stores', () => {
  it('are each held against the store that they are of', async () => {
    const other = createSealedStore();
    await addSecond(other, goldenSigner);
    rmSync(other.folder, { recursive: true });
    renameSync(join(dirname(other.folder), SECOND, receiptPath(LAST_SEQ)), join(store.root, 'second.txt'));
    const openConfigured = async () => [place('golden', store.root), place(SECOND, other.root)];

    const { exitCode, stores } = await verify({
      location: undefined,
      key: [],
      receipt: ['kept.txt', 'second.txt'],
      openConfigured,
    });

    expect(exitCode).toBe(0);
    const held = stores.map(({ connections }) => connections.map(({ outside }) => outside.receipts));
    expect(held).toEqual([
      [[{ receipt: 'kept.txt', chain: 1, records: 4 }]],
      [[{ receipt: 'second.txt', chain: 1, records: 4 }]],
    ]);
    other.dispose();
  });
});
