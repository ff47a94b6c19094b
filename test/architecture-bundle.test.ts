/** The one file that users start: built once, the same wherever it is built, and with nothing renamed in it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI } from './support/cli.ts';
import { ROOT } from './support/source-tree.ts';
import { IS_FULL } from './support/tier.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const code = readFileSync(CLI);

describe('the command line that is shipped', () => {
  it('is the file that is called `segment-evidence`, and what npx starts', () => {
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

    expect(join(ROOT, bin['segment-evidence'])).toBe(CLI);
    expect(code.toString('utf8', 0, 20)).toBe('#!/usr/bin/env node\n');
  });

  it('is not built again from the same sources', () => {
    const before = statSync(CLI);

    execFileSync(process.execPath, [
      '--input-type=module',
      '-e',
      `const { setup } = await import('${new URL('../scripts/build.mjs', import.meta.url)}'); await setup();`,
    ]);

    const { ino, mtimeMs } = statSync(CLI);
    expect([ino, mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  it.runIf(IS_FULL)('has the same bytes when it is built anew, and none that say where', () => {
    const script = `const { bundleCommandLine } = await import('${new URL('../scripts/build.mjs', import.meta.url)}');
      process.stdout.write((await bundleCommandLine()).toString('base64'));`;
    const anew = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: '/',
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });

    expect(sha256(Buffer.from(anew, 'base64'))).toBe(sha256(code));
    expect(code.includes(ROOT)).toBe(false);
  });

  it('calls our errors what they are called, since names stand in messages', () => {
    const source = readFileSync(join(ROOT, 'src/errors.ts'), 'utf8');
    const errors = [...source.matchAll(/class (\w+Error) /g)].map(([, name = '']) => name);

    // One that only the library throws is left out of the command line.
    const there = errors.filter((name) => code.includes(name));
    expect(there.length).toBeGreaterThan(7);
    const isKept = (name: string) =>
      code.includes(`class ${name} `) || code.includes(`${name} = class extends`);
    expect(there.filter((name) => !isKept(name))).toEqual([]);
  });

  it('has of its largest packages no more than is used of them', () => {
    const unused = [
      'class WebSocket',
      'class MockAgent',
      'class CreateBucketCommand',
      'class EncryptCommand',
      'class Ajv ',
    ];

    expect(unused.filter((text) => code.includes(text))).toEqual([]);
    // Mail, queues and messages to Segment took 400,000 of it: they are read when a command begins, and run only
    // where they are configured.
    // Workbooks took 450,000, written and read. The protocol of agents took 360,000, without a checker of schemas that
    // nobody sends. Checks took 400,000, half of it what is said of each.
    // Pages took 345,000, a third of it what makes HTML and charts.
    // What checks evidence in each page took 445,000: all of verify once more, as a page's script. Approving and serving took
    // 90,000, all of it ours: no framework.
    expect(code.length).toBeLessThan(8_400_000);
  });

  it('is refused when it asks for a part of undici that is left out', async () => {
    const script = `const { bundle } = await import('${new URL('../scripts/bundle.mjs', import.meta.url)}');
      const stdin = { contents: "export { fetch } from 'undici';", resolveDir: ${JSON.stringify(ROOT)} };
      await bundle(undefined, { entryPoints: [], stdin, logLevel: 'silent' });`;
    const build = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });

    expect(build.status).toBe(1);
    expect(build.stderr).toContain('No matching export in "node_modules/undici/index.js" for import "fetch"');
  });
});
