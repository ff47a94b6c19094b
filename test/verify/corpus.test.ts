/** Evidence of every released format version must verify for ever. See corpus/README.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPublicKey } from '../../src/crypto/node.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { parseReceipt, receiptText } from '../../src/verify/receipts.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { readFolder } from '../support/folder.ts';

const CORPUS = join(import.meta.dirname, '../corpus');
const MOST_BYTES = 300 * 1024;

const folders = readdirSync(CORPUS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: version }) => readdirSync(join(CORPUS, version)).map((name) => `${version}/${name}`));

function verify(folder: string, receipt: string) {
  return verifyStore({
    store: openFolderStore(join(CORPUS, folder, 'store'), () => 'never'),
    now: new Date('2026-12-01T00:00:00Z'),
    keys: [{ publicKey: readPublicKey(readFileSync(join(CORPUS, folder, 'public-key.pem'), 'utf8')) }],
    receipts: [{ where: 'receipt.txt', text: receipt }],
  });
}

describe('the corpus', () => {
  it('holds evidence of format version 1', () => {
    expect(folders).toContain('v1/four-runs');
  });

  it.each(folders)('%s verifies with its key and its receipt', async (folder) => {
    const receipt = readFileSync(join(CORPUS, folder, 'receipt.txt'), 'utf8');

    const { exitCode, failures, connections } = await verify(folder, receipt);

    expect({ exitCode, failures }).toEqual({ exitCode: 0, failures: [] });
    expect(connections.map((connection) => connection.receipt)).toContain(receipt);
  });

  it.each(folders)('%s does not verify with a receipt of a longer chain', async (folder) => {
    const receipt = parseReceipt(readFileSync(join(CORPUS, folder, 'receipt.txt'), 'utf8'));
    if (receipt === undefined) throw new Error('not a receipt');

    const { exitCode } = await verify(folder, receiptText({ ...receipt, size: receipt.size + 1 }));

    expect(exitCode).toBe(6);
  });

  it.each(folders)('%s is small, and named in the README', (folder) => {
    const files = readFolder(join(CORPUS, folder));
    const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);

    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(existsSync(join(CORPUS, folder, 'store/.tmp'))).toBe(false);
    expect(readFileSync(join(CORPUS, 'README.md'), 'utf8')).toContain(`\`${folder}\``);
  });
});
