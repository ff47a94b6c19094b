/**
 * Content as a ZIP keeps it: deflated, with its CRC and digest. By a library in JavaScript, since the deflate that Node
 * brings gives other bytes in another version, and on another processor.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Deflate, deflateSync } from 'fflate';

/** What is known of content once all of it has been read. */
export interface Packed {
  readonly crc: number;
  readonly bytes: number;
  readonly deflatedBytes: number;
  /** Hex SHA-256. */
  readonly sha256: string;
}

/** Content that is held whole, and so can be put behind a header that says everything. */
export interface PackedWhole extends Packed {
  readonly deflated: Uint8Array;
}

const LEVEL = 6;
/** What is larger is never held whole. */
export const HELD_BYTES = 8 * 1024 * 1024;
/** Of what was deflated before: from day to day most files are the same. */
const KEPT_BYTES = 48 * 1024 * 1024;
/** How a stream is cut decides its bytes: a store may hand it out in any pieces. */
const BLOCK_BYTES = 1024 * 1024;

/** Deflates content, and remembers what it did lately. */
export class Packer {
  readonly #kept = new Map<string, PackedWhole>();
  #keptBytes = 0;

  /** Returns content of at most `HELD_BYTES`, deflated. */
  whole(content: Uint8Array): PackedWhole {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const known = this.#kept.get(sha256);
    if (known !== undefined) {
      this.#kept.delete(sha256);
      this.#kept.set(sha256, known);
      return known;
    }
    const deflated = deflateSync(content, { level: LEVEL });
    const sizes = { bytes: content.length, deflatedBytes: deflated.length };
    const packed = { crc: crc32(content), ...sizes, sha256, deflated };
    this.#keep(packed);
    return packed;
  }

  #keep(packed: PackedWhole): void {
    this.#kept.set(packed.sha256, packed);
    this.#keptBytes += packed.deflatedBytes;
    for (const [sha256, { deflatedBytes }] of this.#kept) {
      if (this.#keptBytes <= KEPT_BYTES) return;
      this.#kept.delete(sha256);
      this.#keptBytes -= deflatedBytes;
    }
  }
}

/** Yields content of any length, deflated, and returns what it was. */
export async function* packedStream(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, Packed, undefined> {
  const hash = createHash('sha256');
  let [crc, bytes, deflatedBytes] = [0, 0, 0];
  let ready: Uint8Array[] = [];
  const deflate = new Deflate({ level: LEVEL }, (part) => {
    // The library writes the next part over this one.
    ready.push(Uint8Array.from(part));
    deflatedBytes += part.length;
  });
  for await (const block of inBlocks(chunks)) {
    hash.update(block);
    crc = crc32(block, crc);
    bytes += block.length;
    deflate.push(block, false);
    yield* ready;
    ready = [];
  }
  deflate.push(new Uint8Array(0), true);
  yield* ready;
  return { crc, bytes, deflatedBytes, sha256: hash.digest('hex') };
}

/** Yields the same bytes in blocks of one size, but for the last. */
async function* inBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < BLOCK_BYTES) continue;
    const joined = Buffer.concat(held);
    let start = 0;
    for (; bytes - start >= BLOCK_BYTES; start += BLOCK_BYTES)
      yield joined.subarray(start, start + BLOCK_BYTES);
    held = [joined.subarray(start)];
    bytes -= start;
  }
  if (bytes > 0) yield Buffer.concat(held);
}
