/** What an auditor does with verify.html, from a file: drop, hand in a key, read; and what the page does with what is odd. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openArchive } from '../../src/commands/open-archive.ts';
import { verifyOutcome } from '../../src/commands/verify-outcome.ts';
import { ecKeys, pkcs8 } from '../seal/keys.ts';
import { barriersIn, isWithoutChromium } from '../support/chromium.ts';
import { exportInto, storeToExport } from '../support/exported.ts';
import { withFolder } from '../support/folder.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { PUBLIC_KEY_PEM, type SealedStore } from '../support/sealed-store.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';
import { openVerifyPage, type VerifyPage } from '../support/verify-browser.ts';
import { verifySealed } from '../verify/tampering/row.ts';

const key = { name: 'acme.pub.pem', bytes: Buffer.from(PUBLIC_KEY_PEM) };
const nameOf = (path: string) => path.split('/').at(-1) ?? '';

const LOOKS: readonly (readonly [width: number, scheme: 'light' | 'dark', isSpoilt: boolean])[] = [
  [1440, 'light', false],
  [1440, 'dark', true],
  [390, 'light', true],
  [390, 'dark', false],
];

describe.skipIf(isWithoutChromium('verify.html by hand'))('verify.html', () => {
  let store: SealedStore;
  let verify: VerifyPage;
  beforeAll(async () => {
    verify = await openVerifyPage();
  });
  afterAll(() => verify.close());
  beforeEach(async () => {
    store = storeToExport();
    await verify.reload();
  });
  afterEach(() => {
    expect(verify.troubles).toEqual([]);
    store.dispose();
  });

  it('says of a dropped folder what the command says, to the letter', async () => {
    await verify.drop(store.root);
    await verify.hold([key]);
    const said = await verify.check();

    const { text, verboseText = text, json } = verifyOutcome([await verifySealed(store)]);
    const here = (words: string) => words.replaceAll(store.root, nameOf(store.root));
    expect(said.exitCode).toBe(0);
    expect(said.text).toBe(here(verboseText));
    expect(said.json).toEqual(JSON.parse(here(JSON.stringify(json))));
    const shown = await verify.page.locator('#result').textContent();
    expect(shown).toContain(goldenSigner.keyId);
    // What nobody gave anything for is not said to hold.
    expect(shown).toContain('no receipt was given');
    expect(shown).toContain('trust in a key comes from elsewhere');
  });

  it.each(everyNth(['the button', '#evidence', '#folder', '#archive'], 2))(
    'says of a ZIP file, handed to it by %s, what the command says, to the letter',
    async (at) => {
      await exportInto(store, 'export.zip');
      const path = join(store.root, 'export.zip');
      if (at === 'the button') await verify.chooseArchive(path);
      else await verify.drop(path, at);
      await verify.hold([key]);
      const said = await verify.check();

      const opened = await openArchive(path);
      if (!('store' in opened)) throw new Error(opened.found);
      const { text, verboseText = text } = verifyOutcome([
        await verifySealed(store, { store: opened.store }),
      ]);
      expect(said.exitCode).toBe(0);
      expect(said.text).toBe(verboseText.replaceAll(path, 'export.zip'));
    },
  );

  it.runIf(IS_FULL)('says what it takes, of another file and of two', async () => {
    writeFileSync(join(store.root, 'notes.txt'), 'x');
    await verify.drop(join(store.root, 'notes.txt'), '#archive');
    const problem = verify.page.locator('#drop-evidence .problem');
    await verify.chooseArchive(join(store.root, 'notes.txt'));

    await problem.waitFor();
    expect(await problem.textContent()).toBe('Expected a folder or a ZIP file, got another file: notes.txt');
    expect(await verify.page.getByRole('button', { name: 'Check the evidence' }).isDisabled()).toBe(true);
  });

  it('ends when somebody cancels, and says nothing of the evidence then', async () => {
    await verify.page.evaluate(() => {
      const read = Blob.prototype.arrayBuffer;
      Blob.prototype.arrayBuffer = async function (this: Blob) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return read.call(this);
      };
    });
    await verify.choose(store.root);
    await verify.hold([key]);
    await verify.page.getByRole('button', { name: 'Check the evidence' }).click();
    await verify.page.getByRole('button', { name: 'Cancel' }).click();

    const said = await verify.page.locator('section .banner[role=alert]').textContent();
    expect(said).toContain('ended before everything was read: nothing can be said of it');
    expect(await verify.page.locator('[data-exit]').count()).toBe(0);
    expect(await verify.page.getByRole('button', { name: 'Check the evidence' }).isEnabled()).toBe(true);
  });

  it.each<[string, string, number, string]>([
    ['the inner folder of a store', 'segment-evidence', 0, ''],
    ['the folder of the format', 'segment-evidence/v1', 0, ''],
    ['the folder of a connection', 'segment-evidence/v1/golden', 0, ''],
    ['a part of a connection', 'segment-evidence/v1/golden/chain', 7, 'NOTHING_THERE'],
  ])('takes %s', async (_what, path, exitCode, code) => {
    await verify.choose(join(store.root, path));
    await verify.hold([key]);
    const said = await verify.check();

    expect(said.exitCode).toBe(exitCode);
    expect(said.json.stores[0]?.failures.map((failure) => failure.code).join()).toBe(code);
  });

  it.runIf(IS_FULL)('takes a connection under any name', async () => {
    await withFolder(async (folder) => {
      cpSync(store.folder, join(folder, 'From Acme'), { recursive: true });
      await verify.choose(join(folder, 'From Acme'));
      await verify.hold([key]);

      expect((await verify.check()).exitCode).toBe(0);
    });
  });

  it('judges nothing without a key, and takes no private one', async () => {
    await verify.choose(store.root);
    await verify.hold([{ name: 'oops.pem', bytes: Buffer.from(pkcs8(ecKeys().privateKey)) }]);
    const said = await verify.check();

    expect(await verify.page.locator('.held .problem').textContent()).toContain('got a private key');
    expect([said.exitCode, said.json.stores[0]?.failures.map(({ code }) => code)]).toEqual([
      7,
      ['KEY_NOT_PINNED'],
    ]);
  });

  it('shows a hostile name as what it is', async () => {
    const name = '"><img src=x onerror=alert(1)>.txt';
    store.write(`${store.bag(0)}/data/${name}`, 'x');
    await verify.choose(store.root);
    await verify.hold([key]);
    const said = await verify.check();

    expect(said.exitCode).toBe(6);
    expect(await verify.page.locator('#failures').textContent()).toContain(name);
    expect(await verify.page.locator('img').count()).toBe(0);
  });

  it.runIf(IS_FULL)('is used by the keyboard alone, and names a key’s connection', async () => {
    await verify.choose(store.root);
    await verify.page.locator('#paste').fill(PUBLIC_KEY_PEM);
    await verify.page.getByRole('button', { name: 'Take this text' }).press('Enter');
    await verify.page.getByLabel('Counts for the connection').fill('other');
    await verify.page.getByRole('button', { name: 'Check the evidence' }).press('Enter');
    await verify.page.locator('[data-exit]').waitFor();

    const failures = await verify.page.locator('#failures').textContent();
    expect(failures).toContain('--key other=FILE');
    expect(await verify.page.locator('[data-exit]').getAttribute('data-exit')).toBe('7');
  });

  it.each(everyNth(LOOKS, 4))('keeps nobody from using it: %s px, %s', async (width, scheme, isSpoilt) => {
    await verify.page.setViewportSize({ width, height: 900 });
    await verify.page.emulateMedia({ colorScheme: scheme });
    const reading = { ...verify, open: async () => undefined };
    const before = await barriersIn(reading);
    if (isSpoilt) store.write(`${store.bag(0)}/data/notes.txt`, 'x');
    await verify.choose(store.root);
    await verify.hold([key, { name: 'other.txt', bytes: Buffer.from('nothing') }]);
    await verify.check();

    expect([...before, ...(await barriersIn(reading))]).toEqual([]);
    const tooWide = await verify.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(tooWide).toBeLessThanOrEqual(0);
  });
});
