/** A ZIP file on a disk: its table of contents once, then any file of it. */
import { pipeline } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { ZipFile } from 'yauzl';
import type { Store } from './store.ts';
import { indexOf, isDeflated, readProblem, type ZipProblem, type ZippedFile } from './zip-index.ts';
import { zipStore } from './zip-store.ts';

/** Returns the store in a ZIP file, or why it is not read. */
export async function openZipStore(path: string): Promise<Store | ZipProblem> {
  const { openPromise } = await import('./yauzl-sdk.ts');
  const opened = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(readProblem);
  if ('kind' in opened) return opened;
  const index = await indexOf(opened);
  if ('kind' in index) {
    opened.close();
    return index;
  }
  return zipStore(path, index, {
    bytesOf: (file) => inflated(opened, file),
    isOfContent: (error) => error instanceof JunkError || codeOf(error).startsWith('Z_'),
    nameOf: (error) => codeOf(error) || String(error),
  });
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

class JunkError extends Error {}

async function* inflated(zip: ZipFile, file: ZippedFile): AsyncGenerator<Uint8Array> {
  const packed = await packedBytes(zip, file);
  if (!isDeflated(file)) {
    yield* packed;
    return;
  }
  const inflate = createInflateRaw();
  // What fails is told to whoever reads the end of it.
  pipeline(packed, inflate, () => undefined);
  yield* inflate;
  if (inflate.bytesWritten < file.entry.compressedSize) throw new JunkError('more than what was packed');
}

/** By its callback: the library's promise of the same calls another function (yauzl 3.4.0). */
function packedBytes(zip: ZipFile, { entry: { compressedSize }, start }: ZippedFile) {
  return new Promise<NodeJS.ReadableStream & AsyncIterable<Buffer>>((resolve, reject) => {
    zip.openReadStreamLowLevel(start, compressedSize, 0, compressedSize, false, null, (error, stream) =>
      error === null ? resolve(stream) : reject(error),
    );
  });
}
