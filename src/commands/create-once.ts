/** What is kept beside the evidence: created once, and what is there stays. */
import { StoreError } from '../errors.ts';
import { toContent } from '../store/content.ts';
import type { Store } from '../store/store.ts';

/** Returns false where something is there already. @throws StoreError */
export async function isCreated(store: Store, key: string, data: string | Uint8Array): Promise<boolean> {
  try {
    await store.put(key, toContent(data));
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'ALREADY_EXISTS') return false;
    throw error;
  }
}
