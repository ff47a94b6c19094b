/**
 * What every store must do, whichever it is. `openStore` returns the same store again and again: what was
 * put through one is there for the next.
 */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { readWhole, toContent } from '../../src/store/content.ts';
import type { Content, Store, StoredKey } from '../../src/store/store.ts';

const text = async (store: Store, key: string) => (await readWhole(store, key)).toString('utf8');

async function keysOf(listing: AsyncIterable<StoredKey>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of listing) keys.push(key);
  return keys;
}

/** Content of any size that is never in memory as a whole, and breaks off where it is told to. */
export function largeContent(
  bytes: number,
  options: { readonly failAt?: number; readonly sha256?: string } = {},
): Content {
  const chunk = Buffer.alloc(64 * 1024, 'segment-evidence ');
  async function* open() {
    for (let sent = 0; sent < bytes; sent += chunk.length) {
      if (options.failAt !== undefined && sent >= options.failAt) throw new Error('the disk is gone');
      yield chunk.subarray(0, Math.min(chunk.length, bytes - sent));
    }
  }
  const hash = createHash('sha256');
  for (let sent = 0; sent < bytes; sent += chunk.length) {
    hash.update(chunk.subarray(0, Math.min(chunk.length, bytes - sent)));
  }
  return { bytes, sha256: options.sha256 ?? hash.digest('hex'), open };
}

/** Describes a store by what it must do. */
export function describeStore(name: string, openStore: () => Promise<Store>): void {
  describe(`${name} as a store`, () => {
    let store: Store;
    let folder: string;
    let folders = 0;

    beforeEach(async () => {
      store = await openStore();
      folders += 1;
      folder = `contract/${String(folders).padStart(3, '0')}`;
    });

    it('gives back what was put, byte for byte', async () => {
      const bytes = Buffer.from([0, 255, 10, 13, 0xc3, 0x28]);

      await store.put(`${folder}/bytes`, toContent(bytes));
      await store.put(`${folder}/empty`, toContent(''));

      expect(await readWhole(await openStore(), `${folder}/bytes`)).toEqual(bytes);
      expect(await readWhole(store, `${folder}/empty`)).toHaveLength(0);
    });

    it('refuses a second object under a key, equal or not, and keeps the first', async () => {
      await store.put(`${folder}/a`, toContent('first'));

      for (const content of ['first', 'second']) {
        await expect(store.put(`${folder}/a`, toContent(content))).rejects.toMatchObject({
          code: 'ALREADY_EXISTS',
          key: `${folder}/a`,
          exitCode: 5,
        });
      }
      expect(await text(store, `${folder}/a`)).toBe('first');
    });

    it('lets exactly one of many writers win, and keeps what that one wrote', async () => {
      const names = ['1', '2', '3', '4', '5', '6', '7', '8'];

      const ends = await Promise.allSettled(names.map((own) => store.put(`${folder}/race`, toContent(own))));

      const winners = names.filter((_, index) => ends[index]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      expect(await text(store, `${folder}/race`)).toBe(winners[0]);
      for (const end of ends) {
        if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'ALREADY_EXISTS' });
      }
    });

    it('says that nothing is there when nothing is', async () => {
      await expect(readWhole(store, `${folder}/nothing`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await keysOf(store.list(`${folder}/nothing/`))).toEqual([]);
    });

    it('lists what begins with a prefix, in order, each once, with its size', async () => {
      for (const key of ['b/2', 'a-1', 'a/2', 'a/10', 'b/1']) {
        await store.put(`${folder}/${key}`, toContent(key));
      }

      const within = (keys: string[]) => keys.map((key) => key.slice(folder.length + 1));
      expect(within(await keysOf(store.list(`${folder}/`)))).toEqual(['a-1', 'a/10', 'a/2', 'b/1', 'b/2']);
      expect(within(await keysOf(store.list(`${folder}/a`)))).toEqual(['a-1', 'a/10', 'a/2']);
      for await (const stored of store.list(`${folder}/a/10`)) {
        expect(stored).toEqual({ key: `${folder}/a/10`, bytes: 4, isRegular: true });
      }
    });

    it('keeps an object that does not fit into memory at once', async () => {
      const content = largeContent(20 * 1024 * 1024);

      await store.put(`${folder}/large`, content);

      const hash = createHash('sha256');
      for await (const chunk of store.get(`${folder}/large`)) hash.update(chunk);
      expect(hash.digest('hex')).toBe(content.sha256);
    });

    it.each([
      ['small', 100_000],
      ['large', 20 * 1024 * 1024],
    ])('keeps nothing of a %s object that is not what was promised', async (_size, bytes) => {
      const other = largeContent(bytes, { sha256: 'ab'.repeat(32) });

      await expect(store.put(`${folder}/torn`, other)).rejects.toMatchObject({ code: 'WRITE_FAILED' });

      expect(await keysOf(store.list(`${folder}/torn`))).toEqual([]);
    });

    it.each([
      ['small', 200_000],
      ['large', 20 * 1024 * 1024],
    ])('keeps nothing of a %s object that cannot be read to its end', async (_size, bytes) => {
      const broken = largeContent(bytes, { failAt: bytes / 2 });

      await expect(store.put(`${folder}/torn`, broken)).rejects.toMatchObject({ code: 'WRITE_FAILED' });

      expect(await keysOf(store.list(`${folder}/torn`))).toEqual([]);
    });
  });
}
