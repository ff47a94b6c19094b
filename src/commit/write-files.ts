/** Writes the files of a snapshot several at once: each waits for the disk, or for the bucket, most of its time. */
import type { Content, Store } from '../store/store.ts';

/** A process may open so many more files for it: `OF_A_RUN` in descriptors.ts counts them. */
const WRITE_AT_ONCE = 8;

export interface NamedContent {
  readonly key: string;
  readonly content: Content;
}

/**
 * Creates files, begun in their order. Returns when none is under way any more: what is written after this
 * call is written after all of them.
 * @throws StoreError of the first that fails: nothing is begun behind it
 */
export async function writeFiles(store: Store, files: Iterable<NamedContent>): Promise<void> {
  const waiting = files[Symbol.iterator]();
  const failures: unknown[] = [];
  const writeOn = async () => {
    for (let next = waiting.next(); next.done !== true && failures.length === 0; next = waiting.next()) {
      await store.put(next.value.key, next.value.content).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: WRITE_AT_ONCE }, writeOn));
  if (failures.length > 0) throw failures[0];
}
