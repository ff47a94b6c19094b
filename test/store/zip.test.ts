/** ZIP files that nobody honest writes, or that are not whole: each is told by name, and nothing of it is read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { openZipStore } from '../../src/store/zip.ts';
import { bytes, HOSTILE, lineOf, NAME, SPOILT_INSIDE, WHOLE, withJunk, zip } from './hostile-zips.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function opened(archive: Uint8Array) {
  const path = join(folder, 'x.zip');
  writeFileSync(path, archive);
  return openZipStore(path);
}

/** What its table of contents says. */
const sizeIn = (archive: Buffer) => archive.readUInt32LE(lineOf(archive, NAME) + 24);

describe('a ZIP file with', () => {
  it.each(HOSTILE)('%s is hostile', async (_, make, says) => {
    expect(await opened(make())).toEqual({ kind: 'hostile', found: expect.stringMatching(says) });
  });
});

describe('a ZIP file that is not whole', () => {
  const whole = zip({ 'a/b': bytes('hello'), c: bytes('x'.repeat(5000)) });

  it.each([0, 1, 20, whole.length - 23, whole.length - 1])(
    'is told from one that is: %d bytes of it',
    async (length) => {
      expect(await opened(whole.subarray(0, length))).toMatchObject({ kind: 'cut' });
    },
  );

  it.each([...SPOILT_INSIDE, ['junk behind what was packed', withJunk] as const])(
    'is another file where there is %s in it',
    async (_, make) => {
      const store = (await opened(make())) as Store;

      const read: Uint8Array[] = [];
      for await (const chunk of store.get(NAME)) read.push(chunk);

      const found = Buffer.concat(read);
      expect(found.equals(WHOLE) && found.length === sizeIn(make())).toBe(false);
      expect(found.length).toBeLessThan(WHOLE.length + 2);
    },
  );
});

describe('a ZIP file as a store', () => {
  it('yields what is below a prefix, and closed folders as one thing; writes nothing', async () => {
    const store = (await opened(
      zip({ 'a/b': bytes('1'), 'a/c/d': bytes('22'), 'a/c/e': bytes(''), z: bytes('z') }),
    )) as Store;
    const keys: string[] = [];
    for await (const { key, isRegular } of store.list('a/', (name) => name === 'a/c/'))
      keys.push(`${key} ${isRegular}`);

    expect(keys).toEqual(['a/b true', 'a/c/ false']);
    await expect(store.put('x', { bytes: 0, sha256: '', open: async function* () {} })).rejects.toThrow(
      /got a ZIP file/,
    );
    await expect(store.get('none')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    for await (const _ of store.get('a/c/e')) throw new Error('of an empty file there is nothing');
  });
});
