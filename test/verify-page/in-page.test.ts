/** A page of evidence that checks evidence itself, from a file: the verdict of the command, and whose evidence it is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyOutcome } from '../../src/commands/verify-outcome.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { unpackedBag } from '../export/tampered-exports.ts';
import { barriersIn, isWithoutChromium, openChromium } from '../support/chromium.ts';
import { exportInto, storeToExport } from '../support/exported.ts';
import { wholeScene } from '../support/page-scene.ts';
import { signer } from '../support/run.ts';
import { PUBLIC_KEY_PEM } from '../support/sealed-store.ts';
import { IS_FULL } from '../support/tier.ts';
import { openVerifyPage, type VerifyPage } from '../support/verify-browser.ts';

const golden = { name: 'golden.pem', bytes: Buffer.from(PUBLIC_KEY_PEM) };
const acme = {
  name: 'acme.pem',
  bytes: Buffer.from(String(signer.publicKey.export({ type: 'spki', format: 'pem' }))),
};
const now = new Date('2026-12-01T00:00:00Z');

const kinshipIn = ({ page }: VerifyPage) => page.locator('[data-kinship]').getAttribute('data-kinship');

describe.skipIf(isWithoutChromium('pages that verify'))('a page of a snapshot', () => {
  let verify: VerifyPage;
  beforeAll(async () => {
    verify = await openVerifyPage(now, (await wholeScene()).html);
  });
  afterAll(() => verify.close());

  it('says of its own evidence what the command says, and that it is its own', async () => {
    const { bench } = await wholeScene();
    await verify.choose(bench.folder);
    await verify.hold([acme]);
    const said = await verify.check();

    const store = openFolderStore(bench.folder, () => 'never');
    const {
      text,
      verboseText = text,
      exitCode,
    } = verifyOutcome([await verifyStore({ store, keys: [signer], now })]);
    expect(said.exitCode).toBe(exitCode);
    expect(said.text).toBe(verboseText.replaceAll(bench.folder, String(bench.folder.split('/').at(-1))));
    expect(await kinshipIn(verify)).toBe('same');
    const ids = await verify.page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    if (IS_FULL) expect(await barriersIn({ ...verify, open: async () => undefined })).toEqual([]);
    expect(verify.troubles).toEqual([]);
  });

  it.runIf(IS_FULL)('says of other evidence that it was not made from it, however good that is', async () => {
    const other = storeToExport();
    await verify.reload();
    await verify.choose(other.root);
    await verify.hold([golden]);
    const { exitCode } = await verify.check();
    const kinship = await kinshipIn(verify);
    other.dispose();

    expect([exitCode, kinship]).toEqual([0, 'absent']);
  });
});

describe.skipIf(isWithoutChromium('pages that verify'))('the page of a period in an export', () => {
  it.runIf(IS_FULL)(
    'checks the export that it lies in, unpacked and packed, and says that it was made from it',
    async () => {
      const store = storeToExport();
      const bag = unpackedBag(await exportInto(store, 'export.zip'));
      const html = readFileSync(join(bag.folder, 'data/report/period.html'), 'utf8');
      const verify = await openVerifyPage(now, html);
      const found: unknown[] = [];
      for (const choose of [
        () => verify.choose(bag.folder),
        () => verify.chooseArchive(join(store.root, 'export.zip')),
      ]) {
        await verify.reload();
        await choose();
        await verify.hold([golden]);
        found.push([(await verify.check()).exitCode, await kinshipIn(verify)]);
      }
      const { troubles } = verify;
      await verify.close();
      bag.dispose();
      store.dispose();

      expect(found).toEqual([
        [0, 'same'],
        [0, 'same'],
      ]);
      expect(troubles).toEqual([]);
    },
  );

  it('says without its script what to do', async () => {
    const browser = await openChromium();
    const { page } = await browser.read((await wholeScene()).html, { isWithoutScript: true });
    const said = await page.locator('#verify').textContent();
    await browser.close();

    expect(said).toMatch(/segment-evidence verify \. --key/);
    expect(said).toMatch(/openssl dgst -sha256 -verify/);
    expect(said).toMatch(/the page needs its script/);
  });
});
