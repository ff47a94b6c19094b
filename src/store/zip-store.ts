/**
 * A ZIP file as a store that is only read: any file of it by its table of contents, unpacked as it is read. Nothing is ever
 * written to a disk, so that no name in it leads anywhere. Whoever opens the file says how its bytes are inflated.
 */
import { StoreError } from '../errors.ts';
import type { Store, StoredKey } from './store.ts';
import type { ZipIndex, ZippedFile } from './zip-index.ts';

/** How an archive's files are unpacked, wherever it is. */
export interface Unpacking {
  /** Yields a file's bytes; may throw where they cannot be unpacked, or not be read. */
  bytesOf(file: ZippedFile, key: string): AsyncIterable<Uint8Array>;
  /** Whether an error is of what was packed, and not of the disk that holds it. */
  isOfContent(error: unknown): boolean;
  /** What an error of the disk is called; undefined for any other, which is not ours to explain. */
  nameOf(error: unknown): string | undefined;
}

export function zipStore(location: string, { files }: ZipIndex, unpacking: Unpacking): Store {
  const names = [...files.keys()];
  return {
    location,
    put: async (key) => {
      throw new StoreError({
        code: 'WRITE_FAILED',
        key,
        message: `store: ${key}: expected a store to write to, got a ZIP file`,
        hint: `Nothing is written into ${location}: name the store itself.`,
      });
    },
    get: (key) => contentOf(key, files.get(key), unpacking),
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
 * whoever knows their digest says so. How much of it came before that depends on who inflates; that it is not the file never does.
 */
async function* contentOf(
  key: string,
  file: ZippedFile | undefined,
  unpacking: Unpacking,
): AsyncGenerator<Uint8Array> {
  if (file === undefined) {
    const message = `read: ${key}: expected an object, got nothing`;
    throw new StoreError({ code: 'NOT_FOUND', key, message, found: 'nothing' });
  }
  const { uncompressedSize: due, compressedSize } = file.entry;
  if (due === 0 && compressedSize === 0) return;
  let bytes = 0;
  try {
    for await (const chunk of unpacking.bytesOf(file, key)) {
      bytes += chunk.length;
      if (bytes <= due) yield chunk;
      else {
        // Longer than it says, by one byte: nothing of a bomb is unpacked beyond that.
        yield chunk.subarray(0, chunk.length - (bytes - due) + 1);
        return;
      }
    }
  } catch (error) {
    if (!unpacking.isOfContent(error)) throw readError(key, error, unpacking.nameOf(error));
    // All of it was there, and something is wrong behind it.
    if (bytes === due) yield ONE_TOO_MANY;
  }
}

const ONE_TOO_MANY = new Uint8Array(1);

function readError(key: string, cause: unknown, found: string | undefined): unknown {
  if (found === undefined) return cause;
  return new StoreError({
    code: 'READ_FAILED',
    key,
    message: `read: ${key}: expected an object, got ${found}`,
    found,
    hint: 'Check the disk that holds the ZIP file.',
    cause,
  });
}
