/**
 * The table of tampering once more, through verify.html from a file: the same failures, in the same words, with the same
 * exit code as `verify`. In the fast tier a few rows; in the full one all of them.
 */
import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isWithoutChromium } from '../support/chromium.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { createSealedStore, type SealedStore } from '../support/sealed-store.ts';
import { everyNth } from '../support/tier.ts';
import { heldFilesOf, openVerifyPage, type VerifyPage } from '../support/verify-browser.ts';
import { type TamperRow, verifySealed } from '../verify/tampering/row.ts';
import { tamperRows } from '../verify/tampering/rows.ts';

const hasFile = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());

const rows = everyNth(tamperRows, 60).map((row) => [row.name, row] as const);

/** What a browser cannot know: where a link stands it finds what the link leads to, and a folder with nothing in it is not there. */
const UNSEEN = /\blink\b|\blinked\b|^an extra empty folder$/i;

describe.skipIf(isWithoutChromium('verify.html'))('verify.html', () => {
  let store: SealedStore;
  let verify: VerifyPage;
  beforeAll(async () => {
    verify = await openVerifyPage();
  });
  afterAll(() => verify.close());
  beforeEach(() => {
    store = createSealedStore();
  });
  afterEach(() => store.dispose());

  it.each(rows)('says what the command says of %s', async (name, { change, given }: TamperRow) => {
    await change(store);
    const input = { keys: [goldenSigner], ...given?.(store) };
    const held = heldFilesOf(input);
    if (held === undefined)
      return console.warn(`SKIPPED ${name}: a part of a store is looked at in it, not in a page`);
    const report = await verifySealed(store, input);
    const here = (text: string) => text.replaceAll(report.location, store.root.split('/').at(-1) ?? '');

    await verify.reload();
    await verify.choose(store.root);
    await verify.hold(held);
    if (!hasFile(store.root) || UNSEEN.test(name)) {
      // Of a folder without a file, and of one with a link to itself, a browser may say nothing at all: there is nothing to press.
      await verify.page.waitForTimeout(300);
      const isGiven = await verify.page.getByRole('button', { name: 'Check the evidence' }).isEnabled();
      if (!isGiven) return;
      expect(hasFile(store.root)).toBe(true);
    }
    const said = await verify.check();

    const failures = report.failures.map((each) => ({
      ...each,
      where: here(each.where),
      message: here(each.message),
    }));
    if (!UNSEEN.test(name)) {
      expect(said.json.stores[0]?.failures).toEqual(failures);
      expect(said.exitCode).toBe(report.exitCode);
    }
    expect(said.json.exitCode).toBe(said.exitCode);
    expect(verify.troubles).toEqual([]);
  });
});
