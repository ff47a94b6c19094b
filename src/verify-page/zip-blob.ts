/** A ZIP file that was handed to the page: read where something is looked for, and never held whole. */
import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import type { Store } from '../store/store.ts';
import { indexOf, isDeflated, readProblem, type ZipProblem, type ZippedFile } from '../store/zip-index.ts';
import { zipStore } from '../store/zip-store.ts';
import { type GivenFile, piecesOf, undigestible } from './pieces.ts';
import type { Watch } from './tree-store.ts';

/** Whether a file is to be taken for an archive, by its name or by how it begins. */
export async function isArchive({ name, file }: GivenFile): Promise<boolean> {
  if (/\.zip$/i.test(name)) return true;
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x50 && second === 0x4b;
}

/** Returns the store in it, or why it is not read. */
export async function openBlobZip(
  { name, file }: GivenFile,
  watch: Watch,
  largest?: number,
): Promise<Store | ZipProblem> {
  const reader = new BlockReader(file, () => watch.onBytes(name, 0));
  const options = { autoClose: false, strictFileNames: true };
  const opened = await fromRandomAccessReaderPromise(reader, file.size, options).catch(readProblem);
  const index = 'kind' in opened ? opened : await indexOf(opened);
  // To the library an end that somebody wished for is one more thing that is wrong with the file.
  if (reader.ended !== undefined) throw reader.ended;
  if ('kind' in index) return index;
  return zipStore(name, index, {
    async *bytesOf(zipped, key) {
      watch.onBytes(key, 0);
      const problem = undigestible(key, zipped.entry.uncompressedSize, largest);
      if (problem !== undefined) throw problem;
      for await (const piece of unpacked(file, zipped)) {
        watch.onBytes(key, piece.byteLength);
        yield piece;
      }
    },
    isOfContent: (error) => error instanceof InflateError,
    nameOf: (error) => (error instanceof DOMException ? error.name : undefined),
  });
}

const BLOCK_BYTES = 1024 * 1024;
/** The table of contents and what stands before the files are read in turn. */
const BLOCKS = 2;

/** Asks for the file in blocks: of many thousand names each is some fifty bytes. */
class BlockReader extends RandomAccessReader {
  readonly #file: Blob;
  readonly #blocks = new Map<number, Promise<Uint8Array>>();
  readonly #onBlock: () => void;
  /** What `onBlock` threw. */
  ended: unknown;

  constructor(file: Blob, onBlock: () => void) {
    super();
    this.#file = file;
    this.#onBlock = onBlock;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytes?: number) => void,
  ): void {
    this.#copy(buffer.subarray(offset, offset + length), position).then(
      (bytes) => callback(null, bytes),
      (error: Error) => callback(error),
    );
  }

  async #copy(into: Uint8Array, position: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const at = position + done;
      const block = await this.#block(Math.floor(at / BLOCK_BYTES));
      const part = block.subarray(at % BLOCK_BYTES).subarray(0, into.length - done);
      if (part.length === 0) break;
      into.set(part, done);
      done += part.length;
    }
    return done;
  }

  #block(number: number): Promise<Uint8Array> {
    const known = this.#blocks.get(number) ?? this.#read(number * BLOCK_BYTES);
    this.#blocks.delete(number);
    this.#blocks.set(number, known);
    for (const oldest of this.#blocks.keys()) if (this.#blocks.size > BLOCKS) this.#blocks.delete(oldest);
    return known;
  }

  async #read(start: number): Promise<Uint8Array> {
    try {
      this.#onBlock();
    } catch (error) {
      this.ended = error;
      throw error;
    }
    return new Uint8Array(await this.#file.slice(start, start + BLOCK_BYTES).arrayBuffer());
  }
}

class InflateError extends Error {}

async function* unpacked(file: Blob, zipped: ZippedFile): AsyncGenerator<Uint8Array> {
  const packed = file.slice(zipped.start, zipped.start + zipped.entry.compressedSize);
  if (isDeflated(zipped)) yield* inflated(packed);
  else yield* piecesOf(packed);
}

/** @throws InflateError for what was packed; whatever reading the file throws */
async function* inflated(packed: Blob): AsyncGenerator<Uint8Array> {
  const inflate = new DecompressionStream('deflate-raw');
  const reader = inflate.readable.getReader();
  const feeding = feed(packed, inflate.writable.getWriter());
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw (await feeding) ?? new InflateError('inflate', { cause });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Returns what reading the file threw. What inflating throws, its reader hears. */
async function feed(packed: Blob, writer: WritableStreamDefaultWriter<BufferSource>): Promise<unknown> {
  const pieces = piecesOf(packed);
  for (;;) {
    const next = await pieces.next().catch((error: unknown) => ({ error }));
    if ('error' in next) {
      await writer.abort(next.error).catch(() => undefined);
      return next.error;
    }
    try {
      if (next.done !== true) await writer.write(next.value);
      else {
        await writer.close();
        return undefined;
      }
    } catch {
      return undefined;
    }
  }
}
