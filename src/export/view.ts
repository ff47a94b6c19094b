/**
 * An export as a store before it is written: what will be in it, and nothing else of the store that it is taken from. Answers
 * that are made from it are those that anybody makes from the export, however the store grows.
 */
import { StoreError } from '../errors.ts';
import type { IsClosed, Store, StoredKey } from '../store/store.ts';
import type { ExportPart } from './part.ts';

/** Returns the evidence that parts of an export are, as a store. */
export function exportView(store: Store, parts: readonly ExportPart[]): Store {
  const byKey = new Map(parts.map((part) => [part.path, part]));
  const made = parts.filter(({ bytes }) => bytes !== undefined);
  return {
    location: store.location,
    put: async (key) => {
      throw new StoreError({
        code: 'WRITE_FAILED',
        key,
        message: `store: ${key}: expected a store, got an export`,
      });
    },
    async *get(key) {
      const part = byKey.get(key);
      if (part === undefined) throw notThere(key);
      yield* part.open();
    },
    async *list(prefix, isClosed) {
      for (const { path, bytes = 0 } of made)
        if (path.startsWith(prefix)) yield { key: path, bytes, isRegular: true };
      yield* taken(store, byKey, prefix, isClosed);
    },
    export: { bag: undefined },
  };
}

/** What is taken from the store as it is. A folder that nobody looks into is none of an export's. */
async function* taken(
  store: Store,
  byKey: ReadonlyMap<string, ExportPart>,
  prefix: string,
  isClosed: IsClosed | undefined,
): AsyncGenerator<StoredKey> {
  for await (const stored of store.list(prefix, isClosed)) {
    const part = byKey.get(stored.key);
    if (part !== undefined && part.bytes === undefined) yield stored;
  }
}

function notThere(key: string): StoreError {
  const message = `read: ${key}: expected an object, got nothing`;
  return new StoreError({ code: 'NOT_FOUND', key, message, found: 'nothing' });
}
