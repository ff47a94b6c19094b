/** Small objects as content, and content as bytes. */
import { createHash } from 'node:crypto';
import { StoreError } from '../errors.ts';
import type { Content, Store } from './store.ts';

/** Returns text or bytes as content. */
export function toContent(data: string | Uint8Array): Content {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    async *open() {
      yield bytes;
    },
  };
}

/**
 * Returns a small object's bytes.
 * @throws StoreError NOT_FOUND, READ_FAILED; READ_FAILED too when it is larger than `limitBytes`
 */
export async function readWhole(store: Store, key: string, limitBytes = 64 * 1024 * 1024): Promise<Buffer> {
  const bytes = await readUpTo(store, key, limitBytes);
  if (bytes !== undefined) return bytes;
  throw new StoreError({
    code: 'READ_FAILED',
    key,
    message: `read: ${key}: expected at most ${limitBytes} bytes, got more`,
    hint: 'Verify the store: evidence never has a file this large.',
  });
}

/** Returns an object's bytes; `undefined` when they are more than so many. @throws StoreError NOT_FOUND, READ_FAILED */
export async function readUpTo(store: Store, key: string, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of store.get(key)) {
    size += chunk.length;
    if (size > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
