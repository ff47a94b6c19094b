/** Files that were made, as a store that an export is taken from. */

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { StoreError } from '../errors.ts';
import type { ExportPart } from '../export/part.ts';
import type { Store } from '../store/store.ts';

export interface HeldFile {
  readonly bytes: number;
  readonly sha256: string;
  open(): AsyncIterable<Uint8Array>;
}

export function heldText(content: string | Uint8Array): HeldFile {
  const bytes = Buffer.from(content);
  return {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    open: () => Readable.from([bytes]),
  };
}

/** Returns the files as parts of an export, in the order of their keys. */
export const heldParts = (held: ReadonlyMap<string, HeldFile>): readonly ExportPart[] =>
  [...held].sort(([one], [other]) => (one < other ? -1 : 1)).map(([path, file]) => ({ path, ...file }));

/** Returns a store with nothing else in it. */
export function emptyStore(location: string): Store {
  return {
    location,
    put: (key) =>
      Promise.reject(
        new StoreError({
          code: 'WRITE_FAILED',
          key,
          message: `store: ${key}: expected a store, got an export`,
        }),
      ),
    get: (key) => {
      throw new StoreError({
        code: 'NOT_FOUND',
        key,
        message: `read: ${key}: expected an object, got nothing`,
        found: 'nothing',
      });
    },
    async *list() {},
  };
}
