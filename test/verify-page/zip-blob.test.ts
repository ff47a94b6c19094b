/** A ZIP file in the page: the same refusals in the same words as from a disk, and the same files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { openZipStore } from '../../src/store/zip.ts';
import { CancelledError } from '../../src/verify-page/progress.ts';
import { isArchive, openBlobZip } from '../../src/verify-page/zip-blob.ts';
import { bytes, HOSTILE, NAME, SPOILT_INSIDE, stored, WHOLE, zip } from '../store/hostile-zips.ts';

const quiet = { onBytes: () => undefined };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inPage = (archive: Uint8Array) =>
  openBlobZip({ name: 'x.zip', file: new Blob([new Uint8Array(archive)]) }, quiet);

function onDisk(archive: Uint8Array) {
  const path = join(folder, 'x.zip');
  writeFileSync(path, archive);
  return openZipStore(path);
}

async function read(store: Store, key: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.get(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a ZIP file in the page', () => {
  it.each(HOSTILE)('with %s is refused in the words of the command', async (_, make, says) => {
    const found = await inPage(make());

    expect(found).toEqual({ kind: 'hostile', found: expect.stringMatching(says) });
    expect(found).toEqual(await onDisk(make()));
  });

  const whole = zip({ 'a/b': bytes('hello'), 'ä/é': bytes(''), c: bytes('x'.repeat(5000)) });

  it.each([0, 1, 20, whole.length - 23, whole.length - 1])(
    'of which %d bytes are left is cut',
    async (length) => {
      const found = await inPage(whole.subarray(0, length));

      expect(found).toMatchObject({ kind: 'cut' });
      expect(found).toEqual(await onDisk(whole.subarray(0, length)));
    },
  );

  it.each(SPOILT_INSIDE)('with %s in a file has another file there', async (_, make) => {
    const [page, disk] = [(await inPage(make())) as Store, (await onDisk(make())) as Store];

    expect((await read(page, NAME)).equals(WHOLE)).toBe((await read(disk, NAME)).equals(WHOLE));
  });

  it('lists and reads what it does on a disk, packed or not', async () => {
    for (const archive of [whole, stored({ 'a/b': WHOLE, 'a/c/d': bytes('') })]) {
      const [page, disk] = [(await inPage(archive)) as Store, (await onDisk(archive)) as Store];
      for await (const { key, ...about } of disk.list('')) {
        expect(await read(page, key), key).toEqual(await read(disk, key));
        for await (const listed of page.list(key)) expect(listed).toEqual({ key, ...about });
      }
      await expect(read(page, 'none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('reads a table of contents that is longer than what is read at once', async () => {
    const names = Array.from({ length: 12_000 }, (_, at) => `${'long/'.repeat(20)}${at}`);
    const archive = stored(Object.fromEntries(names.map((name) => [name, bytes(name)])));
    const page = (await inPage(archive)) as Store;

    expect(archive.length).toBeGreaterThan(3 * 1024 * 1024);
    for (const name of [names[0], names[5_000], names.at(-1)])
      expect((await read(page, String(name))).toString()).toBe(name);
  });

  it('refuses a file that is more than a browser digests at once', async () => {
    const page = (await openBlobZip({ name: 'x.zip', file: new Blob([whole]) }, quiet, 4)) as Store;

    await expect(read(page, 'c')).rejects.toMatchObject({
      code: 'READ_FAILED',
      found: 'a file of 5000 bytes, of which a browser digests 4 at once: use the command',
    });
  });

  it('is left alone when somebody ends the reading, and not called spoilt', async () => {
    const ended = {
      onBytes: () => {
        throw new CancelledError();
      },
    };

    await expect(openBlobZip({ name: 'x.zip', file: new Blob([whole]) }, ended)).rejects.toThrow(
      CancelledError,
    );
  });

  it('is told by its name or its beginning', async () => {
    const is = (name: string, content: string) => isArchive({ name, file: new Blob([content]) });

    expect(await Promise.all([is('a.ZIP', ''), is('a', 'PK..'), is('a.pem', '---'), is('a', '')])).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
