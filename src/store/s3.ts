/**
 * A bucket as a store. Write-once by the bucket's own doing: `If-None-Match: *` refuses a second object,
 * Object Lock keeps the first, and its versions show to `verify` what someone else did.
 */

import { isResumeKey } from './layout.ts';
import { type Bucket, type BucketOptions, bucketError, openBucket } from './s3-bucket.ts';
import { readObject } from './s3-get.ts';
import { putObject } from './s3-put.ts';
import type { Store, StoredKey, StoredVersion } from './store.ts';

/** Returns the store in a bucket; it is asked nothing before the first call. */
export function openS3Store(options: BucketOptions): Store {
  const bucket = openBucket(options);
  return {
    location: bucket.location,
    put: (key, content) => putObject(bucket, key, content),
    get: (key) => readObject(bucket, key),
    list: (prefix) => listObjects(bucket, prefix),
    versions: (prefix) => listVersions(bucket, prefix),
    remove: (key) => removeObject(bucket, key),
  };
}

/** A bucket that keeps versions hides it behind a marker: its lifecycle rule ends it. */
async function removeObject(bucket: Bucket, key: string): Promise<void> {
  if (!isResumeKey(key)) throw new Error(`remove: ${key}: expected a part of a resume point`);
  try {
    const { s3, client } = await bucket.sdk();
    await client.send(new s3.DeleteObjectCommand({ ...bucket.named, Key: bucket.nameOf(key) }));
  } catch (error) {
    throw bucketError(bucket, 'remove', key, error);
  }
}

async function* listObjects(bucket: Bucket, prefix: string): AsyncGenerator<StoredKey> {
  try {
    const { s3, client } = await bucket.sdk();
    let token: string | undefined;
    do {
      const page = await client.send(
        new s3.ListObjectsV2Command({
          ...bucket.named,
          Prefix: bucket.nameOf(prefix),
          EncodingType: 'url',
          ContinuationToken: token,
        }),
      );
      const decode = decoder(page.EncodingType);
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        const key = bucket.keyOf(decode(Key));
        if (key !== undefined) yield { key, bytes: Size, isRegular: true };
      }
      token = nextOf(page.IsTruncated, page.NextContinuationToken);
    } while (token !== undefined);
  } catch (error) {
    throw bucketError(bucket, 'list', prefix, error);
  }
}

async function* listVersions(bucket: Bucket, prefix: string): AsyncGenerator<StoredVersion> {
  try {
    const { s3, client } = await bucket.sdk();
    let keyMarker: string | undefined;
    let versionMarker: string | undefined;
    do {
      const page = await client.send(
        new s3.ListObjectVersionsCommand({
          ...bucket.named,
          Prefix: bucket.nameOf(prefix),
          EncodingType: 'url',
          KeyMarker: keyMarker,
          VersionIdMarker: versionMarker,
        }),
      );
      const decode = decoder(page.EncodingType);
      const found = [
        ...(page.Versions ?? []).map((version) => ({ ...version, isDeleteMarker: false })),
        ...(page.DeleteMarkers ?? []).map((marker) => ({ ...marker, isDeleteMarker: true })),
      ];
      for (const { Key = '', VersionId = 'null', isDeleteMarker, LastModified } of found) {
        const key = bucket.keyOf(decode(Key));
        const at = LastModified === undefined ? {} : { at: LastModified.toISOString() };
        if (key !== undefined) yield { key, versionId: VersionId, isDeleteMarker, ...at };
      }
      const next = nextOf(page.IsTruncated, page.NextKeyMarker);
      keyMarker = next === undefined ? undefined : decode(next);
      versionMarker = page.NextVersionIdMarker;
    } while (keyMarker !== undefined);
  } catch (error) {
    throw bucketError(bucket, 'list', prefix, error);
  }
}

/** A listing that says that it continues and not where would else look like one that has ended. */
function nextOf(isTruncated: boolean | undefined, next: string | undefined): string | undefined {
  if (isTruncated !== true) return undefined;
  if (next !== undefined && next !== '') return next;
  throw Object.assign(new Error('the listing is truncated'), { name: 'ListingTruncated' });
}

/** Names come encoded, since XML cannot hold every character of a name. */
function decoder(encoding: string | undefined): (text: string) => string {
  return encoding === 'url' ? (text) => decodeURIComponent(text.replaceAll('+', ' ')) : (text) => text;
}
