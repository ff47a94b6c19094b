/**
 * Writes src/report/page/script.ts, the script of all pages as one text, from src/browser/page-tools.ts: so that the command
 * line, the library, the Lambda functions and tests put the same bytes into a page.
 */
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { writeOrCheck } from './generated.mjs';

const root = resolve(import.meta.dirname, '..');
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/browser/page-tools.ts'],
  bundle: true,
  format: 'iife',
  platform: 'browser',
  target: ['chrome109', 'firefox115', 'safari16'],
  minify: true,
  charset: 'ascii',
  legalComments: 'none',
  write: false,
});
const script = outputFiles[0].text.trimEnd();
// Nothing in it may end the element that it stands in.
if (/<\/|<!--/.test(script)) throw new Error('the script of pages would end its own element');

const text = [
  '/** The script of all pages. Written by `npm run docs` from src/browser/page-tools.ts. */',
  `export const pageScript: string = ${JSON.stringify(script)};`,
  '',
].join('\n');

writeOrCheck(root, new Map([['src/report/page/script.ts', text]]), 'npm run docs');
