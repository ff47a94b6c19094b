/** Which bytes ran: told by the program where it is one file, and the same as `sha256sum` of that file. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { TOOL_VERSION } from '../../src/deps.ts';
import { CLI } from '../support/cli.ts';
import { withFolder } from '../support/folder.ts';
import { ROOT } from '../support/source-tree.ts';

const versionOf = (entry: string) =>
  execFileSync(process.execPath, [entry, '--version'], { encoding: 'utf8' });

it('a bundle prints its own digest behind its version', async () => {
  await withFolder(async (folder) => {
    mkdirSync(join(folder, 'dist'));
    copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
    const bundle = join(folder, 'dist/one-file.mjs');
    await build({
      absWorkingDir: ROOT,
      entryPoints: ['src/cli.ts'],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      banner: {
        js: "import{createRequire as nodeRequire}from'node:module';const require=nodeRequire(import.meta.url);",
      },
      logLevel: 'error',
    });
    const digest = createHash('sha256').update(readFileSync(bundle)).digest('hex');

    expect(versionOf(bundle)).toBe(`${TOOL_VERSION} sha256:${digest}\n`);
  });
});

it('of a program in many files no digest is told', () => {
  expect(versionOf(CLI)).toBe(`${TOOL_VERSION}\n`);
});
