/** What `verify` says of a completeness certificate: it is recomputed from the bag, member by member. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSealedStore, type SealedStore } from '../support/sealed-store.ts';
import { everyNth } from '../support/tier.ts';
import { certificateRows, certificatesOfAll } from './tampering/certificates.ts';
import { verifySealed } from './tampering/row.ts';

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore(join(import.meta.dirname, '../golden/store'));
});

afterEach(() => {
  store.dispose();
});

it('finds nothing wrong with certificates as they were written', async () => {
  expect((await verifySealed(store)).failures).toEqual([]);
});

const rows = [...everyNth(certificateRows, 7), ...everyNth(certificatesOfAll, 60)];

it.each(rows.map((row) => [row.name, row] as const))('finds %s', async (_, row) => {
  await row.change(store);

  const { failures, exitCode } = await verifySealed(store);

  const messages = failures.map(({ code, message }) => `${code} ${message}`).join('\n');
  expect([...new Set(failures.map(({ code }) => code))], messages).toEqual(row.codes);
  expect(messages).toMatch(row.says);
  expect(exitCode).toBe(row.exit);
});
