/** Reads an object of a bucket. A body that breaks off is gone on with from where it broke, not begun again. */
import { awsFailure } from '../aws/failure.ts';
import { backoffMs } from '../backoff.ts';
import { type Bucket, bucketError } from './s3-bucket.ts';

const MOST_ATTEMPTS = 4;
const BACKOFF = { firstMs: 200 };

interface Progress {
  /** Bytes that have been handed on. */
  read: number;
  /** Of all of it, once the bucket has said so. */
  whole: number | undefined;
  /** The object that was begun: the rest of another one is not its rest. */
  etag: string | undefined;
}

/** Yields an object's bytes. @throws StoreError NOT_FOUND, READ_FAILED */
export async function* readObject(bucket: Bucket, key: string): AsyncGenerator<Uint8Array> {
  const progress: Progress = { read: 0, whole: undefined, etag: undefined };
  for (let attempt = 1; ; attempt += 1) {
    try {
      for await (const chunk of readOn(bucket, key, progress)) yield chunk;
      return;
    } catch (error) {
      // Before the first answer the client itself has asked again.
      const isCutOff = progress.whole !== undefined && awsFailure(error).kind === 'network';
      if (progress.read === progress.whole) return;
      if (!isCutOff || attempt === MOST_ATTEMPTS) throw bucketError(bucket, 'read', key, error);
      await bucket.sleep(backoffMs(BACKOFF, attempt, bucket.random()));
    }
  }
}

async function* readOn(bucket: Bucket, key: string, progress: Progress): AsyncGenerator<Uint8Array> {
  const { s3, client } = await bucket.sdk();
  const { read, etag } = progress;
  const rest =
    read === 0 ? {} : { Range: `bytes=${read}-`, ...(etag === undefined ? {} : { IfMatch: etag }) };
  const answer = await client.send(
    new s3.GetObjectCommand({ ...bucket.named, Key: bucket.nameOf(key), ...rest }),
  );
  progress.whole ??= answer.ContentLength ?? Number.POSITIVE_INFINITY;
  progress.etag ??= answer.ETag;
  // Who does not know of parts answers with all of it.
  let skipped = answer.ContentRange === undefined ? read : 0;
  for await (const chunk of answer.Body as AsyncIterable<Uint8Array>) {
    const fresh = chunk.subarray(Math.min(skipped, chunk.length));
    skipped -= chunk.length - fresh.length;
    if (fresh.length === 0) continue;
    progress.read += fresh.length;
    yield fresh;
  }
}
