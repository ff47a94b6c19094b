/** Buckets as an operator would make them, and what an intruder would do in them. */
import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

/** A name that no bucket has yet: one with locked objects in it cannot be removed. */
export const newBucketName = (): string => `acme-${randomUUID()}`;

export interface BucketKind {
  readonly lock?: boolean;
  readonly versioning?: boolean;
}

/** Makes a bucket: with Object Lock and versions, unless told otherwise. */
export async function createBucket(
  client: S3Client,
  name: string,
  { lock = true, versioning = true }: BucketKind = {},
): Promise<void> {
  await client.send(
    new CreateBucketCommand({
      Bucket: name,
      ObjectLockEnabledForBucket: lock,
      CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
    }),
  );
  if (!versioning) return;
  const enabled = { Bucket: name, VersioningConfiguration: { Status: 'Enabled' as const } };
  await client.send(new PutBucketVersioningCommand(enabled));
}

/** Writes over whatever is there, which nobody of ours ever does. */
export async function overwrite(client: S3Client, bucket: string, key: string, body: string): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
}

/** Deletes as most people do: where versions are kept, only a marker is added. */
export async function hide(client: S3Client, bucket: string, key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}

/** Removes every version of an object, past any lock that a governor may lift. */
export async function erase(client: S3Client, bucket: string, key: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }),
  );
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    if (Key !== key) continue;
    await client.send(
      new DeleteObjectCommand({ Bucket: bucket, Key, VersionId, BypassGovernanceRetention: true }),
    );
  }
}
