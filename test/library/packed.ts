/** The package as npm packs it, installed in a folder of its own beside the dependencies that are here. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from '../support/built.ts';
import { ROOT } from '../support/source-tree.ts';

/** Packs the built package and installs it into a folder. */
export function installPacked(folder: string): void {
  buildAll();
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const packed = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
  const [{ filename } = { filename: '' }] = JSON.parse(packed) as readonly { readonly filename: string }[];
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', modules]);
  execFileSync('mv', [join(modules, 'package'), join(modules, 'segment-evidence')]);
  symlinkSync(join(ROOT, 'node_modules'), join(modules, 'segment-evidence/node_modules'), 'junction');
}

/** Returns the examples of docs/library.md by the file name that stands above each. */
export function libraryExamples(): ReadonlyMap<string, string> {
  const page = readFileSync(join(ROOT, 'docs/library.md'), 'utf8');
  const found = page.matchAll(/<!-- example: (\S+) -->\n```js\n([\s\S]*?)```/g);
  return new Map([...found].map(([, name = '', text = '']) => [name, text]));
}
