/** Spoilt exports, packed and unpacked, in the code of the page: the verdict of the command. In Chromium the full tier tries them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyGiven } from '../../src/verify-page/verify-given.ts';
import { packedAgain } from '../export/packed-again.ts';
import { type SpoiltExport, spoiltExports, unpackedBag } from '../export/tampered-exports.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { everyNth } from '../support/tier.ts';
import type { Said } from '../support/verify-browser.ts';
import { exportsToSpoil, verdictIn } from './exports.ts';

let exports: Awaited<ReturnType<typeof exportsToSpoil>>;
beforeAll(async () => {
  exports = await exportsToSpoil();
});
afterAll(() => exports.dispose());

const { publicKey, keyId } = goldenSigner;
const held = [{ kind: 'key', name: 'key.pem', publicKey, keyId }] as const;

it.each(everyNth(spoiltExports, 9).map((row) => [row.name, row] as const))(
  'the page says of a ZIP file what the command says, with %s',
  async (_name, row: SpoiltExport) => {
    const bag = unpackedBag(exports.archives[row.of]);
    try {
      await row.change(bag);
      const path = join(bag.root, 'again.zip');
      writeFileSync(path, packedAgain(bag.folder));
      const evidence = { name: 'again.zip', file: new Blob([readFileSync(path)]) };
      const { output } = await verifyGiven(
        { evidence, held, connectionOf: new Map() },
        new Date('2026-11-26T12:00:00Z'),
        { onBytes: () => undefined },
      );

      const said = verdictIn(output.json as Said['json']);
      expect(said).toEqual(await exports.byCommand(path));
      expect(said.exitCode).not.toBe(0);
    } finally {
      bag.dispose();
    }
  },
);
