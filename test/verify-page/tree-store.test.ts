/** A folder in a page as a store: lists and reads as a folder on a disk does. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { Store } from '../../src/store/store.ts';
import { type GivenTree, treeOfFiles } from '../../src/verify-page/tree.ts';
import { openTreeStore } from '../../src/verify-page/tree-store.ts';
import { withFolder } from '../support/folder.ts';

const quiet = { onBytes: () => undefined };

function treeOf(folder: string): GivenTree {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return treeOfFiles(
    paths.map((path) => ({ path: `top/${relative(folder, path)}`, file: new Blob([readFileSync(path)]) })),
  );
}

async function listed(store: Store, prefix: string) {
  const found: unknown[] = [];
  try {
    for await (const each of store.list(prefix, (folder) => folder === 'a/closed/')) found.push(each);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    found.push([error.code, error.key, error.found]);
  }
  return found;
}

async function said(store: Store, key: string): Promise<string> {
  try {
    const chunks = [];
    for await (const chunk of store.get(key)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'another error';
  }
}

describe('a folder in a page', () => {
  it('lists and reads what a folder on a disk does', async () => {
    await withFolder(async (folder) => {
      const names = ['a/b.txt', 'a/b/c', 'a/closed/x', 'a-b', 'z', '.tmp/half', 'a/we\\ird', 'a/.DS_Store'];
      for (const name of names) {
        mkdirSync(join(folder, name, '..'), { recursive: true });
        writeFileSync(join(folder, name), `of ${name}`);
      }
      const [disk, page] = [openFolderStore(folder, () => 'x'), openTreeStore(treeOf(folder), quiet)];

      for (const prefix of ['', 'a', 'a/', 'a/b', 'b', 'z/', '../', 'a/b/c'])
        expect(await listed(page, prefix), prefix).toEqual(await listed(disk, prefix));
      for (const key of [...names, 'nothing', 'a', 'a/b', '../x', ''])
        expect(await said(page, key), key).toBe(await said(disk, key));
      for (const path of ['a/b', 'z/x', 'none/at', 'a/b.txt'])
        expect(await page.obstacle?.(path), path).toBe(await disk.obstacle?.(path));
      expect(statSync(join(folder, 'z')).size).toBe(4);
    });
  });

  it('refuses a file that is more than a browser digests at once, and says so', async () => {
    const tree = treeOfFiles([{ path: 'top/large', file: new Blob(['12345']) }]);

    const reading = async () => {
      for await (const _ of openTreeStore(tree, quiet, 4).get('large'));
    };

    await expect(reading()).rejects.toMatchObject({
      code: 'READ_FAILED',
      found: 'a file of 5 bytes, of which a browser digests 4 at once: use the command',
    });
  });
});
