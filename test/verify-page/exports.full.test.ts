/**
 * Every export that we know to spoil, handed to verify.html in the system's Chromium, packed and unpacked: the verdict of the
 * command, failure by failure. test/export/script.test.ts holds the script against the same.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { junked, packedAgain } from '../export/packed-again.ts';
import { type SpoiltExport, spoiltExports, unpackedBag } from '../export/tampered-exports.ts';
import { HOSTILE } from '../store/hostile-zips.ts';
import { isWithoutChromium } from '../support/chromium.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { PUBLIC_KEY_PEM } from '../support/sealed-store.ts';
import { openVerifyPage, type VerifyPage } from '../support/verify-browser.ts';
import { exportsToSpoil, verdictIn } from './exports.ts';

/** A browser follows links, and does not tell. */
const UNSEEN = /^a link in the place/;

describe.skipIf(isWithoutChromium('spoilt exports in verify.html'))('verify.html', () => {
  let exports: Awaited<ReturnType<typeof exportsToSpoil>>;
  let verify: VerifyPage;
  beforeAll(async () => {
    exports = await exportsToSpoil();
    verify = await openVerifyPage(new Date('2026-11-26T12:00:00Z'));
  });
  afterAll(async () => {
    await verify.close();
    exports.dispose();
  });

  const byPage = async (path: string, choose: 'choose' | 'chooseArchive') => {
    await verify.reload();
    await verify[choose](path);
    await verify.hold([{ name: 'acme.pub.pem', bytes: Buffer.from(PUBLIC_KEY_PEM) }]);
    return verdictIn((await verify.check()).json);
  };

  it.each(spoiltExports.map((row) => [row.name, row] as const))(
    'says what the command says, packed and unpacked, with %s',
    async (name, row: SpoiltExport) => {
      const bag = unpackedBag(exports.archives[row.of]);
      try {
        await row.change(bag);
        const archive = join(bag.root, 'again.zip');
        writeFileSync(archive, packedAgain(bag.folder));

        const packed = await byPage(archive, 'chooseArchive');
        expect(packed).toEqual(await exports.byCommand(archive));
        expect(packed.exitCode).not.toBe(0);
        if (!UNSEEN.test(name))
          expect(await byPage(bag.folder, 'choose')).toEqual(await exports.byCommand(bag.folder));
        expect(verify.troubles).toEqual([]);
      } finally {
        bag.dispose();
      }
    },
  );

  const cut = [0, 20, 60, 97].map(
    (percent) =>
      [
        `${percent} percent of an export`,
        () => exports.archives.all.subarray(0, Math.floor((exports.archives.all.length * percent) / 100)),
      ] as const,
  );

  const refused = [...HOSTILE.map(([what, make]) => [what, make] as const), ...cut];

  it.each(refused)('says what the command says of a ZIP file with %s', async (_, make) => {
    const path = join(exports.folder, 'hostile.zip');
    writeFileSync(path, make());

    const said = await byPage(path, 'chooseArchive');
    expect(said).toEqual(await exports.byCommand(path));
    expect(said.failures).toHaveLength(1);
    expect(verify.troubles).toEqual([]);
  });

  it('says what the command says of exports as they were made', async () => {
    for (const archive of Object.values(exports.archives)) {
      const path = join(exports.folder, 'whole.zip');
      writeFileSync(path, archive);
      const said = await byPage(path, 'chooseArchive');
      expect(said).toEqual({ exitCode: 0, failures: [] });
      expect(said).toEqual(await exports.byCommand(path));
    }
  });

  it('says what the command says of one in which something stands behind a file that was packed', async () => {
    const bag = unpackedBag(exports.archives['last-two']);
    const path = join(bag.root, 'junk.zip');
    writeFileSync(path, junked(packedAgain(bag.folder)));

    const said = await byPage(path, 'chooseArchive');
    const expected = await exports.byCommand(path);
    bag.dispose();

    expect(said).toEqual(expected);
    expect(said.failures.join()).toMatch(/^DIGEST_MISMATCH /);
  });

  it('is used as VERIFY.md says, step by step, from the folder that was unpacked', async () => {
    const bag = unpackedBag(exports.archives.all);
    const key = join(bag.root, 'golden.pub.pem');
    writeFileSync(key, PUBLIC_KEY_PEM);
    // Whoever opens a folder in a file manager leaves something behind.
    bag.write('.DS_Store', 'x');
    const steps = [...bag.text('VERIFY.md').matchAll(/^(\d)\. (.*(?:\n {3}.*)*)/gm)].map(
      ([, , text]) => text,
    );
    const verify = await openVerifyPage(
      new Date('2026-11-26T12:00:00Z'),
      '',
      join(bag.folder, 'verify.html'),
    );
    await verify.drop(bag.folder);
    await verify.page.getByText('Folder:').waitFor();
    await verify.drop(key, '#files');
    await verify.page.locator('#drop-held .fingerprint').waitFor();
    const { exitCode } = await verify.check();
    const shown = await verify.page.locator('#result').textContent();
    const { troubles } = verify;
    await verify.close();
    bag.dispose();

    expect(steps).toHaveLength(5);
    for (const [at, says] of [
      /^Unpack/,
      /^Open `verify\.html`/,
      /^Drop the folder/,
      /^Drop the public key/,
      /^Press \*Check the evidence\*/,
    ].entries())
      expect(steps[at]).toMatch(says);
    expect([exitCode, troubles]).toEqual([0, []]);
    expect(shown).toContain('INTACT');
    expect(shown).toContain(goldenSigner.keyId);
  });
});
