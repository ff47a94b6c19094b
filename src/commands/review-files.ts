/** Files of a review in a store: created once, and what is there already is what it should be, or said to be another. */
import { assertFolder, changed } from '../answers/review/stored.ts';
import { StoreError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import { readUpTo, toContent } from '../store/content.ts';
import type { Store } from '../store/store.ts';
import { isCreated } from './create-once.ts';

/**
 * Creates a file whose name says what is in it. Where it is there already, with these bytes, there is nothing to do.
 * @throws UnverifiedError NOT_VERIFIED where something else is there; StoreError
 */
export async function putReviewFile(store: Store, key: string, data: string | Uint8Array): Promise<void> {
  await assertFolder(store, key.slice(0, key.lastIndexOf('/')));
  if (!(await isCreated(store, key, data))) await assertThere(store, key, toContent(data));
}

async function assertThere(
  store: Store,
  key: string,
  expected: { readonly bytes: number; readonly sha256: string },
): Promise<void> {
  const found = await readUpTo(store, key, expected.bytes).catch((error: unknown) => {
    if (error instanceof StoreError && error.isIrregular)
      throw changed(key, 'a regular file', 'something else');
    throw error;
  });
  if (found === undefined) throw changed(key, `${expected.bytes} bytes`, 'more');
  if (sha256(found) !== expected.sha256)
    throw changed(key, `sha256:${expected.sha256}`, `sha256:${sha256(found)}`);
}
