/**
 * The headers of a ZIP file. Pure: numbers in, bytes out. Every date is the first that the format knows, every name is
 * UTF-8, and modes are those of a Unix system, so that nothing depends on where and when it is written.
 *
 * Source of truth: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3.
 */
import type { Packed } from './deflated.ts';

/** A file of the archive, as its headers have it. */
export interface Listed {
  readonly name: Uint8Array;
  readonly mode: number;
  /** Where its own header begins. */
  readonly offset: number;
  /** Its sizes stand behind it, since they were not known before. */
  readonly isStreamed: boolean;
  readonly packed: Packed;
}

const VERSION = 45;
const UNIX = 3 << 8;
const DEFLATED = 8;
const UTF8 = 0x0800;
const SIZES_BEHIND = 0x0008;
/** 1 January 1980, the first day of the format. */
const DOS_DATE = 0x0021;
/** The number stands elsewhere, since it does not fit. */
const ELSEWHERE = 0xffff_ffff;
const ELSEWHERE_16 = 0xffff;
/** A file that is larger cannot be written. */
export const LARGEST_FILE_BYTES = ELSEWHERE - 1;

/** Writes numbers one after the other, as wide as each is said to be, the low byte first. */
function fields(...values: readonly (readonly [width: 2 | 4 | 8, value: number])[]): Buffer {
  const bytes = Buffer.alloc(values.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of values) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}

const flagsOf = (isStreamed: boolean) => UTF8 | (isStreamed ? SIZES_BEHIND : 0);

const sizesOf = ({ crc, deflatedBytes, bytes }: Packed) =>
  [
    [4, crc],
    [4, deflatedBytes],
    [4, bytes],
  ] as const;

const UNKNOWN: Packed = { crc: 0, bytes: 0, deflatedBytes: 0, sha256: '' };

/** Returns what stands before a file. `packed` undefined: it is not known yet. */
export function localHeader(name: Uint8Array, packed: Packed | undefined): Buffer {
  const head = fields(
    [4, 0x04034b50],
    [2, 20],
    [2, flagsOf(packed === undefined)],
    [2, DEFLATED],
    [2, 0],
    [2, DOS_DATE],
    ...sizesOf(packed ?? UNKNOWN),
    [2, name.length],
    [2, 0],
  );
  return Buffer.concat([head, name]);
}

/** Returns what stands behind a file whose sizes were not known before it. */
export const sizesBehind = (packed: Packed): Buffer => fields([4, 0x08074b50], ...sizesOf(packed));

/** Returns the line of a file in the table of contents. */
export function centralHeader({ name, mode, offset, isStreamed, packed }: Listed): Buffer {
  const isFar = offset >= ELSEWHERE;
  const extra = isFar ? fields([2, 1], [2, 8], [8, offset]) : Buffer.alloc(0);
  const head = fields(
    [4, 0x02014b50],
    [2, UNIX | VERSION],
    [2, isFar ? VERSION : 20],
    [2, flagsOf(isStreamed)],
    [2, DEFLATED],
    [2, 0],
    [2, DOS_DATE],
    ...sizesOf(packed),
    [2, name.length],
    [2, extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, mode * 0x1_0000],
    [4, isFar ? ELSEWHERE : offset],
  );
  return Buffer.concat([head, name, extra]);
}

/** Returns the end of the archive: where its table of contents is. */
export function archiveEnd(files: number, start: number, bytes: number): Buffer {
  const isLarge = files >= ELSEWHERE_16 || start >= ELSEWHERE || bytes >= ELSEWHERE;
  const far = fields(
    [4, 0x06064b50],
    [8, 44],
    [2, UNIX | VERSION],
    [2, VERSION],
    [4, 0],
    [4, 0],
    [8, files],
    [8, files],
    [8, bytes],
    [8, start],
    [4, 0x07064b50],
    [4, 0],
    [8, start + bytes],
    [4, 1],
  );
  const near = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(files, ELSEWHERE_16)],
    [2, Math.min(files, ELSEWHERE_16)],
    [4, Math.min(bytes, ELSEWHERE)],
    [4, Math.min(start, ELSEWHERE)],
    [2, 0],
  );
  return isLarge ? Buffer.concat([far, near]) : near;
}
