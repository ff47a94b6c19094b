/** What judges time stamps as a page has it, under Node: bundled for a browser, with its cryptography and its buffers. */
import type { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleForBrowser } from '../../scripts/browser-bundles.mjs';
import type { checkStamp, StampCheck, StampQuestion } from '../../src/anchor/check.ts';
import { withFolder } from './folder.ts';

interface BrowserCode {
  readonly checkStamp: typeof checkStamp;
  readonly readCertificate: (der: Buffer) => X509Certificate;
}

const CONTENTS = `
import { readCertificate as read } from './src/crypto/here.ts';
export { checkStamp } from './src/anchor/check.ts';
export const readCertificate = (der) => read(Buffer.from(der));
`;

async function load(): Promise<BrowserCode> {
  const stdin = { contents: CONTENTS, resolveDir: process.cwd(), loader: 'ts' } as const;
  const { code } = await bundleForBrowser(undefined, { stdin, format: 'esm' });
  return withFolder(async (folder) => {
    const file = join(folder, 'code.mjs');
    writeFileSync(file, code);
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as BrowserCode;
  });
}

let loading: Promise<BrowserCode> | undefined;

/** Returns what a page says of a time stamp. */
export async function checkInBrowser({ authorities, ...question }: StampQuestion): Promise<StampCheck> {
  loading ??= load();
  const { checkStamp, readCertificate } = await loading;
  return checkStamp({ ...question, authorities: authorities.map(({ raw }) => readCertificate(raw)) });
}
