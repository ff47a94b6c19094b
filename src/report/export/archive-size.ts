/**
 * How much a workbook holds when it is unpacked, from its table of contents, before anything of it is. A few kilobytes can
 * claim to be gigabytes, or be them and claim less. The library that unpacks never goes beyond what an entry claims, but for
 * entries that claim nothing: those are refused. Pure.
 *
 * Source of truth: PKWARE APPNOTE 6.3.10, 4.3.12 (central directory header) and 4.3.16 (its end).
 */

/** Returns the sum that all entries claim, in bytes; or, in words, why it cannot be told. */
export function unpackedBytes(archive: Uint8Array): number | string {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(view);
  if (end === undefined) return 'no archive, or one that is cut short';
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === NOT_HERE_16 || at === NOT_HERE) return 'an archive for files of more than 4 GB';
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + HEADER_BYTES > view.byteLength || view.getUint32(at, true) !== HEADER)
      return 'an archive whose table of contents is broken';
    const claimed = view.getUint32(at + 24, true);
    if (claimed === NOT_HERE || isUnknown(view, at))
      return 'an archive that does not say how large its files are';
    sum += claimed;
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    at += HEADER_BYTES + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return sum;
}

const HEADER = 0x02014b50;
const HEADER_BYTES = 46;
const END = 0x06054b50;
const END_BYTES = 22;
/** The number is elsewhere, since it does not fit. */
const NOT_HERE = 0xffff_ffff;
const NOT_HERE_16 = 0xffff;
const LONGEST_COMMENT = 0xffff;

function endOf(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1)
    if (view.getUint32(at, true) === END) return at;
  return undefined;
}

/** More than the two bytes of an empty file cannot become nothing; and a size that stands behind the file is not read here. */
function isUnknown(view: DataView, at: number): boolean {
  const isStored = view.getUint16(at + 10, true) === 0;
  const isSizeBehind = (view.getUint16(at + 8, true) & 0x08) !== 0;
  const [packed, claimed] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
  if (packed === NOT_HERE) return true;
  return !isStored && claimed === 0 && (packed > EMPTY_BYTES || (isSizeBehind && packed === 0));
}

const EMPTY_BYTES = 2;
