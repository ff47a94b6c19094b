/** ZIP files that nobody honest writes, and how they are made. */
import { type Zippable, zipSync } from 'fflate';
import { junked } from '../export/packed-again.ts';

export const bytes = (text: string) => Buffer.from(text);
export const zip = (files: Zippable) =>
  Buffer.from(zipSync(files, { level: 6, mtime: new Date(1980, 0, 1) }));
export const stored = (files: Zippable) =>
  Buffer.from(zipSync(files, { level: 0, mtime: new Date(1980, 0, 1) }));

/** Where a file's line in the table of contents begins. */
export function lineOf(archive: Buffer, name: string): number {
  const at = archive.lastIndexOf(name);
  if (archive.readUInt32LE(at - 46) !== 0x02014b50) throw new Error(`${name}: no line of the table`);
  return at - 46;
}

export const HOSTILE: readonly (readonly [what: string, make: () => Buffer, says: RegExp])[] = [
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

/** Packed bytes that are not, or not only, those of the file. Each is read, and what comes of it is another file. */
export const SPOILT_INSIDE: readonly (readonly [what: string, make: () => Buffer])[] = [
  ['nonsense', () => withPacked((packed) => packed.fill(0xff, 4, 8))],
  ['an end that is missing', () => withPacked((packed) => packed.fill(0, packed.length - 3))],
  ['less of it than it is long', () => longer(-1)],
  ['more of it than it is long', () => longer(+1)],
];

/** Of 40,000 bytes, so that it comes in more than one piece. */
export const WHOLE = Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * at) % 251));
export const NAME = 'a/b';

function withPacked(change: (packed: Buffer) => unknown): Buffer {
  const archive = zip({ [NAME]: WHOLE });
  const start = 30 + NAME.length;
  change(archive.subarray(start, start + archive.readUInt32LE(18)));
  return archive;
}

/** The table says another size than what is packed has. */
function longer(by: number): Buffer {
  const archive = zip({ [NAME]: WHOLE });
  archive.writeUInt32LE(WHOLE.length - by, lineOf(archive, NAME) + 24);
  return archive;
}

export const withJunk = (): Buffer => junked(zip({ [NAME]: WHOLE }));
