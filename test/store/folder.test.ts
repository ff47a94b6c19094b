/** A folder as a store: the contract of every store, and what only a folder can get wrong. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { readWhole, toContent } from '../../src/store/content.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { StoredKey } from '../../src/store/store.ts';
import { growDeep, removeTree } from '../commit/odd-objects.ts';
import { describeStore, listed, outcomeOf } from '../contract/store.ts';
import { readFolder, withFolder } from '../support/folder.ts';

const IS_WINDOWS = process.platform === 'win32';
const IS_ROOT = process.getuid?.() === 0;
if (IS_WINDOWS) console.warn('SKIPPED: file modes and links of a folder store: this is Windows');
if (IS_ROOT) console.warn('SKIPPED: a folder that may not be written: root may write everywhere');

let names = 0;
const newName = () => `name-${names++}`;
const open = (folder: string) => openFolderStore(folder, newName);

async function caught(promise: Promise<unknown>): Promise<StoreError> {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof StoreError)) return expect.unreachable(`expected a StoreError, got ${error}`);
  return error;
}

describe('a folder store', () => {
  describeStore(async () => {
    const outer = await mkdtemp(join(tmpdir(), 'folder-store-'));
    const folder = join(outer, 'inner', 'store');
    return {
      store: open(folder),
      other: open(folder),
      close: async () => {
        // Whatever was put, nothing may stand beside the store.
        const beside = [...readFolder(outer).keys()].filter((path) => !path.startsWith('inner/store/'));
        const left = existsSync(join(folder, '.tmp')) ? readdirSync(join(folder, '.tmp')) : [];
        await rm(outer, { recursive: true, force: true });
        expect({ beside, left }).toEqual({ beside: [], left: [] });
      },
    };
  });

  it.skipIf(IS_WINDOWS)('makes files that nobody may write, and reads them back', async () => {
    await withFolder(async (folder) => {
      await open(folder).put('a/b', toContent('x'));

      expect(statSync(join(folder, 'a/b')).mode & 0o777).toBe(0o444 & ~process.umask());
      expect(statSync(join(folder, 'a/b')).mode & 0o222).toBe(0);
    });
  });

  it('says what is in the way, and does not mistake it for an object', async () => {
    await withFolder(async (folder) => {
      const store = open(folder);
      await store.put('a', toContent('a file'));

      const error = await caught(store.put('a/b', toContent('x')));

      expect(error).toMatchObject({ code: 'WRITE_FAILED', key: 'a/b', exitCode: 5 });
      expect(error.message).toMatch(/^store: a\/b: expected to write it, got E/);
      expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
    });
  });

  it('in the place of a file says so, for writing and for listing', async () => {
    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'store'), 'a file');
      const store = open(join(folder, 'store'));

      const error = await caught(store.put('a', toContent('x')));

      expect(error).toMatchObject({ code: 'WRITE_FAILED', hint: expect.stringContaining('is a file') });
      expect(await outcomeOf(listed(store))).toBe('READ_FAILED');
      expect(readFileSync(join(folder, 'store'), 'utf8')).toBe('a file');
    });
  });

  it.skipIf(IS_ROOT || IS_WINDOWS)('that may not be written says so, with what to do', async () => {
    await withFolder(async (folder) => {
      mkdirSync(join(folder, '.tmp'));
      chmodSync(folder, 0o555);

      const error = await caught(open(folder).put('a/b', toContent('x')));

      chmodSync(folder, 0o755);
      expect(error).toMatchObject({ code: 'WRITE_FAILED', message: expect.stringContaining('got EACCES') });
      expect(error.hint).toContain(`Give this user write access to ${folder}`);
      expect(readdirSync(join(folder, '.tmp'))).toEqual([]);
    });
  });

  it('names a key that is taken in its message', async () => {
    await withFolder(async (folder) => {
      const store = open(folder);
      await store.put('chain/1', toContent('x'));

      const error = await caught(store.put('chain/1', toContent('x')));

      expect(error.message).toBe('store: chain/1: expected no object there, got one');
    });
  });

  it.skipIf(IS_WINDOWS)('lists a link as what cannot be an object of ours, and reads none', async () => {
    await withFolder(async (folder) => {
      const store = open(folder);
      await store.put('d/real', toContent('x'));
      symlinkSync(join(folder, 'd/real'), join(folder, 'd/link'));
      symlinkSync(join(folder, 'd'), join(folder, 'linked-folder'));

      expect((await listed(store)).map(({ key, isRegular }) => [key, isRegular])).toEqual([
        ['d/link', false],
        ['d/real', true],
        ['linked-folder', false],
      ]);
      expect(await caught(readWhole(store, 'd/link'))).toMatchObject({
        code: 'READ_FAILED',
        message: 'read: d/link: expected an object, got something that is not a regular file',
        hint: 'Find out who put it there, and verify the store.',
      });
    });
  });

  it.skipIf(IS_WINDOWS)(
    'names the first step of a path that is no folder, and no step that is not there',
    async () => {
      await withFolder(async (folder) => {
        const store = open(folder);
        await store.put('d/e/real', toContent('x'));
        symlinkSync('d', join(folder, 'link'));

        const found = await Promise.all(
          ['d/e', 'd/e/real/x', 'link', 'link/e', 'd/none/x', '../x'].map((path) => store.obstacle?.(path)),
        );

        expect(found).toEqual([undefined, 'd/e/real', 'link', 'link', undefined, undefined]);
      });
    },
  );

  it.skipIf(IS_WINDOWS)('lists below a prefix without looking elsewhere', async () => {
    await withFolder(async (folder) => {
      const store = open(folder);
      for (const key of ['ab/1', 'abc', 'b/1']) await store.put(key, toContent('x'));

      expect((await listed(store, 'ab')).map(({ key }) => key)).toEqual(['ab/1', 'abc']);
    });
  });

  it('that may not be read says so, with what to do', async () => {
    if (process.seteuid === undefined) {
      console.warn(
        'SKIPPED an object that may not be read: this system has no file modes that lock a user out',
      );
      return;
    }
    await withFolder(async (folder) => {
      const store = open(folder);
      await store.put('chain/1', toContent('x'));
      chmodSync(folder, 0o755);
      chmodSync(join(folder, 'chain/1'), 0);
      if (IS_ROOT) process.seteuid?.(65534);
      try {
        expect(await caught(readWhole(store, 'chain/1'))).toMatchObject({
          code: 'READ_FAILED',
          message: 'read: chain/1: expected an object, got EACCES',
          hint: `Give this user read access to ${join(folder, 'chain/1')}.`,
        });
      } finally {
        if (IS_ROOT) process.seteuid?.(0);
      }
    });
  });

  it.skipIf(IS_WINDOWS)(
    'lists all there is beside folders that may not be read, and then names each',
    async () => {
      await withFolder(async (folder) => {
        const store = open(folder);
        for (const key of ['a/1', 'b/1', 'c/d/1', 'e']) await store.put(key, toContent('x'));
        chmodSync(folder, 0o755);
        for (const locked of ['a', 'c/d']) chmodSync(join(folder, locked), 0);
        const found: string[] = [];
        if (IS_ROOT) process.seteuid?.(65534);
        try {
          const error = await caught(
            (async () => {
              for await (const { key } of store.list('')) found.push(key);
            })(),
          );

          expect(found).toEqual(['b/1', 'e']);
          expect([error, ...error.others]).toMatchObject([
            { code: 'READ_FAILED', key: 'a/', found: 'EACCES' },
            { code: 'READ_FAILED', key: 'c/d/', found: 'EACCES' },
          ]);
        } finally {
          if (IS_ROOT) process.seteuid?.(0);
          for (const locked of ['a', 'c/d']) chmodSync(join(folder, locked), 0o755);
        }
      });
    },
  );

  it.skipIf(IS_WINDOWS)(
    'takes a tree that is deeper than any path for one thing that is no object',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'folder-store-'));
      try {
        const store = open(folder);
        for (const key of ['a', 'z']) await store.put(key, toContent('x'));
        mkdirSync(join(folder, 'deep'));
        growDeep(join(folder, 'deep'));

        const found: StoredKey[] = [];
        for await (const stored of store.list('')) found.push(stored);

        expect(found.map(({ key, isRegular }) => [key.slice(0, 6), isRegular])).toEqual([
          ['a', true],
          ['deep/d', false],
          ['z', true],
        ]);
        expect(found[1]?.key.endsWith('/')).toBe(false);
      } finally {
        removeTree(folder);
      }
    },
  );

  it.skipIf(IS_WINDOWS)('waits for no pipe, follows no link, and says that they are no objects', async () => {
    await withFolder(async (folder) => {
      const store = open(folder);
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      symlinkSync('pipe', join(folder, 'link'));
      mkdirSync(join(folder, 'folder'));

      for (const key of ['pipe', 'link', 'folder']) {
        expect(await caught(readWhole(store, key))).toMatchObject({ code: 'READ_FAILED', isIrregular: true });
      }
    });
  });

  it('hides what is being written, and takes no key there', async () => {
    await withFolder(async (folder) => {
      const store = open(folder);
      mkdirSync(join(folder, '.tmp'));
      writeFileSync(join(folder, '.tmp/half'), 'half a file');

      expect(await listed(store)).toEqual([]);
      expect(await outcomeOf(store.put('.tmp/x', toContent('x')))).toBe('WRITE_FAILED');
      expect(await outcomeOf(readWhole(store, '.tmp/half'))).not.toBe('done');
    });
  });

  it('reads at most what a small object may have', async () => {
    await withFolder(async (folder) => {
      const store = open(folder);
      await store.put('k', toContent('x'.repeat(100)));

      expect((await readWhole(store, 'k', 100)).length).toBe(100);
      expect(await caught(readWhole(store, 'k', 99))).toMatchObject({ code: 'READ_FAILED', key: 'k' });
    });
  });
});
