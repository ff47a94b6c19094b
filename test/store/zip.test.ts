/** ZIP files that nobody honest writes, or that are not whole: each is told by name, and nothing of it is read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { openZipStore } from '../../src/store/zip.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidence-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string) => Buffer.from(text);
const zip = (files: Zippable) => Buffer.from(zipSync(files, { level: 6, mtime: new Date(1980, 0, 1) }));
const stored = (files: Zippable) => Buffer.from(zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) }));

function opened(archive: Uint8Array) {
  const path = join(folder, 'x.zip');
  writeFileSync(path, archive);
  return openZipStore(path);
}

/** Where a file's line in the table of contents begins. */
function lineOf(archive: Buffer, name: string): number {
  const at = archive.lastIndexOf(name);
  expect(archive.readUInt32LE(at - 46)).toBe(0x02014b50);
  return at - 46;
}

const HOSTILE: readonly (readonly [what: string, make: () => Buffer, says: RegExp])[] = [
  ['a name that leads out', () => zip({ '../x': bytes('x') }), /leads out.*\.\.\/x/],
  ['a name from the root', () => zip({ '/x': bytes('x') }), /leads out/],
  ['a name with a backslash', () => zip({ 'a\\..\\x': bytes('x') }), /leads out/],
  ['a name with a step that is no step', () => zip({ 'a//x': bytes('x') }), /not plain.*a\/\/x/],
  ['a name with a control character', () => zip({ 'é\nx': bytes('x') }), /control characters/],
  ['names that differ in case only', () => zip({ 'a/x': bytes('x'), 'A/x': bytes('y') }), /case only/],
  [
    'a file in place of a folder',
    () => zip({ a: bytes('x'), 'a/x': bytes('y') }),
    /in place of a folder: "a"/,
  ],
  ['a link', () => zip({ a: [bytes('b'), { os: 3, attrs: 0o120777 << 16 }] as never }), /a link: "a"/],
  ['a pipe', () => zip({ a: [bytes('b'), { os: 3, attrs: 0o010644 << 16 }] as never }), /no file: "a"/],
  [
    'two files of one name',
    () =>
      Buffer.from(
        zip({ ab1: bytes('x'), ab2: bytes('y') })
          .toString('latin1')
          .replaceAll('ab2', 'ab1'),
        'latin1',
      ),
    /two files of one name: "ab1"/,
  ],
  [
    'another name before the file than in the table',
    () => {
      const archive = zip({ abc: bytes('x') });
      archive.write('xyz', archive.indexOf('abc'));
      return archive;
    },
    /two names of one file: "abc"/,
  ],
  [
    'a file over another one',
    () => {
      const inner = stored({ b: bytes('x') });
      const outer = stored({ a: inner.subarray(0, 32), b: bytes('x') });
      outer.writeUInt32LE(31, lineOf(outer, 'b') + 42);
      return outer;
    },
    /lies over another/,
  ],
  [
    'a password',
    () => {
      const archive = zip({ a: bytes('x') });
      archive.writeUInt16LE(1, lineOf(archive, 'a') + 8);
      return archive;
    },
    /locked with a password/,
  ],
  [
    'a size that cannot be',
    () => {
      const archive = zip({ a: bytes('x'.repeat(1000)) });
      archive.writeUInt32LE(0xfffffff0, lineOf(archive, 'a') + 24);
      return archive;
    },
    /longer than it can be/,
  ],
];

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

  it('ends a file where it cannot be unpacked any further, so that its digest is another', async () => {
    const spoilt = Buffer.from(whole);
    spoilt.fill(0xff, 36, 40);
    const store = (await opened(spoilt)) as Store;

    const read: Uint8Array[] = [];
    for await (const chunk of store.get('a/b')) read.push(chunk);

    expect(Buffer.concat(read).toString()).not.toBe('hello');
  });
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
