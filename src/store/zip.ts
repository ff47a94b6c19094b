/**
 * A ZIP file as a store that is only read: its table of contents once, then any file of it, unpacked as it is read. Nothing
 * is ever written to a disk, so that no name in it leads anywhere.
 */
import type { ZipFile } from 'yauzl';
import { StoreError } from '../errors.ts';
import type { Store, StoredKey } from './store.ts';
import { indexOf, readProblem, type ZipIndex, type ZipProblem, type ZippedFile } from './zip-index.ts';

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
  return storeIn(path, opened, index);
}

function storeIn(path: string, zip: ZipFile, { files }: ZipIndex): Store {
  const names = [...files.keys()];
  return {
    location: path,
    put: async (key) => {
      throw new StoreError({
        code: 'WRITE_FAILED',
        key,
        message: `store: ${key}: expected a store to write to, got a ZIP file`,
        hint: `Nothing is written into ${path}: name the store itself.`,
      });
    },
    get: (key) => bytesOf(zip, key, files.get(key)),
    async *list(prefix, isClosed = () => false) {
      const closed = new Set<string>();
      for (const name of names) {
        if (!name.startsWith(prefix)) continue;
        const folder = closedFolderOf(name, prefix, isClosed);
        if (folder === undefined) yield keyOf(name, files.get(name));
        else if (!closed.has(folder)) yield { key: folder, bytes: 0, isRegular: false };
        if (folder !== undefined) closed.add(folder);
      }
    },
  };
}

const keyOf = (key: string, file: ZippedFile | undefined): StoredKey => ({
  key,
  bytes: file?.entry.uncompressedSize ?? 0,
  isRegular: true,
});

/** The outermost folder below a prefix that nobody looks into. */
function closedFolderOf(
  name: string,
  prefix: string,
  isClosed: (folder: string) => boolean,
): string | undefined {
  for (let slash = name.indexOf('/', prefix.length); slash !== -1; slash = name.indexOf('/', slash + 1)) {
    const folder = name.slice(0, slash + 1);
    if (isClosed(folder)) return folder;
  }
  return undefined;
}

/**
 * Yields a file. What cannot be unpacked any further ends there: its bytes are others than those that were packed, and
 * whoever knows their digest says so.
 */
async function* bytesOf(zip: ZipFile, key: string, file: ZippedFile | undefined): AsyncGenerator<Uint8Array> {
  if (file === undefined) {
    const message = `read: ${key}: expected an object, got nothing`;
    throw new StoreError({ code: 'NOT_FOUND', key, message, found: 'nothing' });
  }
  if (file.entry.uncompressedSize === 0 && file.entry.compressedSize === 0) return;
  try {
    yield* await streamOf(zip, file);
  } catch (error) {
    if (isOfContent(error)) return;
    const found = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StoreError({
      code: 'READ_FAILED',
      key,
      message: `read: ${key}: expected an object, got ${found}`,
      found,
      hint: 'Check the disk that holds the ZIP file.',
      cause: error,
    });
  }
}

/** By its callback: the library's promise of the same calls another function (yauzl 3.4.0). */
function streamOf(
  zip: ZipFile,
  { entry: { compressedSize, compressionMethod, uncompressedSize }, start }: ZippedFile,
): Promise<AsyncIterable<Buffer>> {
  const isPacked = compressionMethod !== 0;
  return new Promise((resolve, reject) => {
    zip.openReadStreamLowLevel(
      start,
      compressedSize,
      0,
      compressedSize,
      isPacked,
      uncompressedSize,
      (error, stream) => (error === null ? resolve(stream) : reject(error)),
    );
  });
}

/** Of what inflates, and of the library that counts what came of it; of a disk, and of a fault of ours, it is something else. */
function isOfContent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') || /^(?:too many|not enough) bytes in the stream/.test(error.message);
}
