import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, readSnapshot, verify } from '../../src/index.ts';
import {
  createSealedStore,
  LAST_SEQ,
  PUBLIC_KEY_PEM,
  receiptPath,
  type SealedStore,
} from '../support/sealed-store.ts';

let sealed: SealedStore;

beforeAll(() => {
  sealed = createSealedStore();
});

afterAll(() => {
  sealed.dispose();
});

describe('a key given to the library', () => {
  it('counts for its own connection', async () => {
    const keys = [{ connection: 'golden', key: PUBLIC_KEY_PEM }];
    const kept = sealed.text(receiptPath(LAST_SEQ)).replaceAll(/^/gm, '> ');

    const report = await verify(openStore(sealed.root), { keys, receipts: [`Kept:\n${kept}`] });

    expect(report).toMatchObject({ verdict: 'intact', connections: [{ outside: { uncovered: [] } }] });
  });

  it('counts for no other', async () => {
    const keys = [{ connection: 'other', key: PUBLIC_KEY_PEM }];

    expect(await verify(openStore(sealed.root), { keys })).toMatchObject({ verdict: 'cannot-judge' });
    await expect(readSnapshot(openStore(sealed.root), { connection: 'golden', keys })).rejects.toMatchObject({
      code: 'NOT_VERIFIED',
    });
  });

  it('leaves a text that is no receipt to fail', async () => {
    const report = await verify(openStore(sealed.root), { keys: [PUBLIC_KEY_PEM], receipts: ['hello'] });

    expect(report.failures).toMatchObject([{ code: 'CONTENT_INVALID', where: 'receipt 1' }]);
  });
});
