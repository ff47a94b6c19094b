/** Files that were handed to the page, read piece by piece. */
import { StoreError } from '../errors.ts';

export interface GivenFile {
  readonly name: string;
  readonly file: Blob;
}

/** A browser digests a file in one go, and the piece of memory for that has a limit. */
const LARGEST_FILE_BYTES = 1.5 * 1024 ** 3;

const PIECE_BYTES = 4 * 1024 * 1024;

export async function* piecesOf(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < file.size; start += PIECE_BYTES)
    yield new Uint8Array(await file.slice(start, start + PIECE_BYTES).arrayBuffer());
}

/** Returns why a file cannot be read here, if it is too large. */
export function undigestible(
  key: string,
  bytes: number,
  largest = LARGEST_FILE_BYTES,
): StoreError | undefined {
  if (bytes <= largest) return undefined;
  return notRead(
    key,
    'READ_FAILED',
    `a file of ${bytes} bytes, of which a browser digests ${largest} at once: use the command`,
  );
}

export function notRead(
  key: string,
  code: 'NOT_FOUND' | 'READ_FAILED',
  found: string,
  isIrregular = false,
): StoreError {
  const message = `read: ${key}: expected an object, got ${found}`;
  return new StoreError({ code, key, message, found, isIrregular });
}
