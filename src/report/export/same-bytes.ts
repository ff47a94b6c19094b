/**
 * A workbook's archive in the same bytes wherever it is made. The library that writes workbooks lets Node deflate them, and
 * that gives other bytes in another version, and on another processor; this one is JavaScript.
 */
import { unzipSync, zipSync } from 'fflate';

/** Returns an archive with the same files, packed anew. Its date is the first of the format, by whichever clock: the library reads it by that again. */
export function packedAnew(archive: Uint8Array): Uint8Array {
  return zipSync(unzipSync(archive), { level: 6, mtime: new Date(1980, 0, 1) });
}
