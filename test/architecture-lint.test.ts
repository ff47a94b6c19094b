/** The linter's own rule against ambient clocks and dice, so that an editor says it while somebody types. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from './support/folder.ts';
import { ROOT } from './support/source-tree.ts';

const RULE = 'no-ambient-clock.grit';

/** Returns the lines of a text in which the linter, with this rule alone, finds something. */
async function linesFound(text: string): Promise<readonly number[]> {
  return withFolder(async (folder) => {
    cpSync(join(ROOT, 'scripts/lint', RULE), join(folder, RULE));
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/planted.ts'), text);
    const plugins = [{ path: `./${RULE}`, includes: ['src/**'] }];
    writeFileSync(
      join(folder, 'biome.json'),
      JSON.stringify({ root: true, plugins, linter: { rules: { preset: 'none' } } }),
    );
    const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
    const { stdout } = spawnSync(
      process.execPath,
      [biome, 'lint', '--reporter=github', '--max-diagnostics=none', 'src'],
      { cwd: folder, encoding: 'utf8' },
    );
    return [...stdout.matchAll(/^::error .*?line=(\d+)/gm)].map(([, line]) => Number(line));
  });
}

const BAD = [
  'export const a = new Date();',
  'export const b = new Date;',
  'export const c = Date.now();',
  'export const d = performance.now();',
  'export const e = Math.random;',
  'export const f = randomUUID();',
  'export const g = randomBytes(16);',
  'setTimeout(() => undefined, 5);',
  'setInterval(() => undefined, 5);',
];
const GOOD = [
  'export const a = new Date(0);',
  'export const b = Date.parse(text);',
  'export const c = clock.now();',
];

describe('the lint rule against ambient clocks and dice', () => {
  it('finds each of them, and leaves alone what asks nobody', async () => {
    expect(await linesFound(`${[...BAD, ...GOOD].join('\n')}\n`)).toEqual(
      BAD.map((_line, index) => index + 1),
    );
  });
});
