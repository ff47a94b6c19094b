/** What users install with us: every runtime dependency is needed, pinned, inert on install, and free to use. */
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT, sourceFiles } from './support/source-tree.ts';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const readPackage = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
const own = readPackage(ROOT);
const dependencies = own.dependencies ?? {};

/** Where Node finds a package that another one imports: beside it, or in a folder above. */
function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; folder.startsWith(ROOT); folder = join(folder, '..')) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return path;
    if (folder === ROOT) break;
  }
  return undefined;
}

/** Every package that `npm install` of ours brings along, by its folder. */
function installed(): ReadonlyMap<string, Package> {
  const found = new Map<string, Package>();
  const visit = (names: readonly string[], from: string, isOptional = false): void => {
    for (const name of names) {
      const folder = folderOf(name, from);
      if (folder === undefined && isOptional) continue;
      if (folder === undefined) throw new Error(`${name}, needed by ${from}, is not installed`);
      if (found.has(folder)) continue;
      const read = readPackage(folder);
      found.set(folder, read);
      visit(Object.keys(read.dependencies ?? {}), folder);
      visit(Object.keys(read.optionalDependencies ?? {}), folder, true);
    }
  };
  visit(Object.keys(dependencies), ROOT);
  return found;
}

const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  // MIT without the duty to name it.
  'MIT-0',
  // A dedication to the public domain, as 0BSD in effect.
  'Unlicense',
]);
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

const notPinned = (versions: Readonly<Record<string, string>>) =>
  Object.entries(versions)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(version))
    .map(([name]) => name);
const notPermissive = (packages: readonly Package[]) =>
  packages
    .filter(({ license }) => typeof license !== 'string' || !PERMISSIVE.has(license))
    .map(({ name, license }) => `${name}: ${JSON.stringify(license)}`);
/** A `binding.gyp` is built on install, also without a script. */
const runsOnInstall = (packages: ReadonlyMap<string, Package>) =>
  [...packages]
    .filter(
      ([folder, { scripts = {} }]) =>
        INSTALL_SCRIPTS.some((script) => script in scripts) || existsSync(join(folder, 'binding.gyp')),
    )
    .map(([, { name }]) => name);

/** Names of the packages that files import, at any place in them. */
function importedBy(folders: readonly string[]): ReadonlySet<string> {
  const found = sourceFiles(folders).flatMap(({ text }) => ts.preProcessFile(text).importedFiles);
  const names = found.map(({ fileName }) => fileName);
  const isPackage = (name: string) => !/^(?:\.|node:)/.test(name) && !builtinModules.includes(name);
  return new Set(names.filter(isPackage).map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name));
}

describe('a runtime dependency', () => {
  const packages = installed();

  it('is imported by the program, and nothing is imported that is none', () => {
    const imported = importedBy(['src', 'schemas', 'jobs']);

    expect([...imported].sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('is pinned to one version, the one that is installed', () => {
    expect(notPinned(dependencies)).toEqual([]);
    for (const [name, version] of Object.entries(dependencies)) {
      expect(`${name} ${packages.get(join(ROOT, 'node_modules', name))?.version}`).toBe(`${name} ${version}`);
    }
  });

  it('runs nothing when it is installed, nor does anything it brings along', () => {
    expect(packages.size).toBeGreaterThan(Object.keys(dependencies).length);
    expect(runsOnInstall(packages)).toEqual([]);
  });

  it('is free to use, and so is everything it brings along', () => {
    expect(notPermissive([...packages.values()])).toEqual([]);
  });
});

describe('what would break these rules', () => {
  const row = (changes: Partial<Package>): Package => ({
    name: 'x',
    version: '1.0.0',
    license: 'MIT',
    ...changes,
  });

  it.each([
    ['a caret', notPinned({ x: '^1.0.0' })],
    ['a tag', notPinned({ x: 'latest' })],
    ['no licence', notPermissive([{ name: 'x', version: '1.0.0' }])],
    ['a copyleft licence', notPermissive([row({ license: 'GPL-3.0-only' })])],
    ['a postinstall script', runsOnInstall(new Map([['/x', row({ scripts: { postinstall: 'node x' } })]]))],
  ])('is noticed: %s', (_what, found) => {
    expect(found).toHaveLength(1);
  });

  it('is not a prepare script, which npm runs for no one who installs', () => {
    expect(runsOnInstall(new Map([['/x', row({ scripts: { prepare: 'tsc' } })]]))).toEqual([]);
  });
});
