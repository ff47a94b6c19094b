/** What the documentation points to is there, and what the program has is in the documentation, and nothing else. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorsOf, linksOf, listFiles, listPages, ROOT, readPage } from './pages.ts';

const pages = listPages();

/** Returns why a link leads nowhere, or undefined. Addresses on the web are not asked. */
function problemOf(page: string, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), decodeURI(path));
  if (file.startsWith('..')) return `${target} leads out of the repository`;
  if (!existsSync(join(ROOT, file))) return `${target} leads to no file`;
  if (anchor === undefined) return undefined;
  return anchorsOf(readPage(file)).has(anchor) ? undefined : `${target} leads to no heading`;
}

describe('links', () => {
  it('are looked at on every page', () => {
    expect(pages).toContain('docs/architecture.md');
    expect(pages).toContain('docs/decisions/0001-bag-and-chain-record.md');
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(50);
  });

  it.each(pages)('of %s lead somewhere', (page) => {
    expect(linksOf(page).flatMap((target) => problemOf(page, target) ?? [])).toEqual([]);
  });

  it('inside the code name pages that are there', () => {
    const sources = ['src', 'schemas'].flatMap((folder) => listFiles(folder, '.ts'));
    const named = sources.flatMap((file) => readPage(file).match(/docs\/[\w/.-]+\.md/g) ?? []);

    expect(named).toContain('docs/segment-api.md');
    expect(named.filter((page) => !pages.includes(page))).toEqual([]);
  });
});

describe('paths in the text', () => {
  it.each(pages)('of %s name files and folders that are there', (page) => {
    const paths = [...readPage(page).matchAll(/`((?:src|schemas|test)\/[\w./-]*)`/g)].map(
      ([, path]) => path ?? '',
    );
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe('pages', () => {
  it.each(pages)('%s speaks of the product, and of no machine it was written on', (page) => {
    expect(readPage(page)).not.toMatch(/\/(?:work|root|home|tmp)\//);
  });

  it.each([...pages, 'CHANGELOG.md', 'SECURITY.md'])('%s has no marks of an unfinished merge', (page) => {
    expect(readPage(page)).not.toMatch(/^(?:<{7}|={7}$|>{7})/m);
  });
});
