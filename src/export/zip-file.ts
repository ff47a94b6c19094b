/**
 * A ZIP file as a stream, the same bytes for the same files wherever and whenever it is made. No file of more than a few
 * megabytes is held. By hand, since no library writes many small files of known size, more than 65,535 of them, and does
 * not ask Node to deflate (docs/decisions/0030-one-file-to-take-away.md).
 */
import { UsageError } from '../errors.ts';
import { HELD_BYTES, type Packed, Packer, packedStream } from './deflated.ts';
import {
  archiveEnd,
  centralHeader,
  LARGEST_FILE_BYTES,
  type Listed,
  localHeader,
  sizesBehind,
} from './zip-headers.ts';

/** A file to be written. */
export interface ZipEntry {
  readonly path: string;
  /** Read once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** May be started as a program. */
  readonly isProgram?: boolean;
  /** Told once it was read to its end, before the next file is asked for. What it throws ends the archive. */
  readonly onPacked?: (packed: Packed) => void;
}

const PLAIN = 0o100644;
const PROGRAM = 0o100755;

/** Yields the archive. @throws UsageError for a file that is too large; whatever reading throws */
export async function* zipFile(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const packer = new Packer();
  const listed: Listed[] = [];
  let offset = 0;
  for await (const { path, chunks, isProgram = false, onPacked } of entries) {
    const name = Buffer.from(path);
    const file = packedFile(name, chunks, packer);
    let bytes = 0;
    let next = await file.next();
    for (; next.done !== true; next = await file.next()) {
      bytes += next.value.length;
      yield next.value;
    }
    const { packed, isStreamed } = next.value;
    if (Math.max(packed.bytes, packed.deflatedBytes) > LARGEST_FILE_BYTES) throw tooLarge(path);
    onPacked?.(packed);
    listed.push({ name, mode: isProgram ? PROGRAM : PLAIN, offset, isStreamed, packed: sizesOnly(packed) });
    offset += bytes;
  }
  let bytes = 0;
  for (const each of listed) {
    const header = centralHeader(each);
    bytes += header.length;
    yield header;
  }
  yield archiveEnd(listed.length, offset, bytes);
}

/** What was deflated is not to be held until the end. */
const sizesOnly = ({ crc, bytes, deflatedBytes, sha256 }: Packed): Packed => ({
  crc,
  bytes,
  deflatedBytes,
  sha256,
});

interface Written {
  readonly packed: Packed;
  readonly isStreamed: boolean;
}

/** Yields a file with its header. */
async function* packedFile(
  name: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
  packer: Packer,
): AsyncGenerator<Uint8Array, Written, undefined> {
  const reading = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let bytes = 0;
  let next = await reading.next();
  for (; next.done !== true && bytes <= HELD_BYTES; next = await reading.next()) {
    held.push(next.value);
    bytes += next.value.length;
  }
  if (next.done === true && bytes <= HELD_BYTES) {
    const packed = packer.whole(Buffer.concat(held));
    yield localHeader(name, packed);
    yield packed.deflated;
    return { packed, isStreamed: false };
  }
  yield localHeader(name, undefined);
  const packed = yield* packedStream(rest(held, next, reading));
  yield sizesBehind(packed);
  return { packed, isStreamed: true };
}

async function* rest(
  held: readonly Uint8Array[],
  next: IteratorResult<Uint8Array>,
  reading: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* held;
  for (let each = next; each.done !== true; each = await reading.next()) yield each.value;
}

function tooLarge(path: string): UsageError {
  return new UsageError({
    message: `export: ${path}: expected at most ${LARGEST_FILE_BYTES} bytes, got more`,
    hint: 'Copy the folder of the connection in place of an export: segment-evidence verify reads it.',
  });
}
