/** How a bucket is set up, as far as this process may look. Reads only. */
import type { DefaultRetention } from '@aws-sdk/client-s3';
import { type AwsFailure, awsFailure } from '../aws/failure.ts';
import { missing, ok, type Probe, type Property, unknownProbe } from './probe.ts';
import type { Bucket } from './s3-bucket.ts';

/** Returns what was found, each with what to change. */
export async function probeSettings(bucket: Bucket): Promise<readonly Probe[]> {
  return [
    await probeVersioning(bucket),
    ...(await probeLock(bucket)),
    probeOwner(bucket),
    await probeRegion(bucket),
    await probePublicAccess(bucket),
  ];
}

/**
 * Returns whether a bucket keeps what was written to it: all versions, and where `retention` asks for it, locked.
 * Nothing is written for it, so a process that may only read can ask.
 */
export async function probeWriteOnce(bucket: Bucket): Promise<readonly Probe[]> {
  const versioning = await probeVersioning(bucket);
  return bucket.retention === null ? [versioning] : [versioning, await probeObjectLock(bucket)];
}

/** Says what was found, or why no one may look. `isAbsent`: the answer for a setting that was never made. */
async function look(
  property: Property,
  permission: string,
  read: () => Promise<Probe>,
  isAbsent: (failure: AwsFailure) => Probe | undefined = () => undefined,
): Promise<Probe> {
  try {
    return await read();
  } catch (error) {
    const failure = awsFailure(error);
    return (
      isAbsent(failure) ?? unknownProbe(property, `got ${failure.words}`, `Give this process ${permission}.`)
    );
  }
}

function probeVersioning(bucket: Bucket): Promise<Probe> {
  return look('versioning', 's3:GetBucketVersioning', async () => {
    const { s3, client } = await bucket.sdk();
    const { Status } = await client.send(new s3.GetBucketVersioningCommand(bucket.named));
    if (Status === 'Enabled') return ok('versioning', 'every version is kept');
    const hint = 'Turn on versioning of the bucket: without it a replaced object leaves no trace.';
    return missing('versioning', `versioning is ${Status?.toLowerCase() ?? 'off'}`, hint);
  });
}

const NO_LOCK = 'Make a bucket with Object Lock, and set `retention`: then nobody can delete evidence early.';

async function probeLock(bucket: Bucket): Promise<readonly Probe[]> {
  const { retention } = bucket;
  const own =
    retention === null
      ? missing(
          'default-retention',
          'neither the bucket nor the configuration names a time to keep evidence',
          'Set `retention` in the configuration, or a default retention of the bucket.',
        )
      : ok('default-retention', `each snapshot is locked for ${retention.days} days (${retention.mode})`);
  let retained = own;
  const lock = await probeObjectLock(bucket, ({ Mode, Days, Years }) => {
    if (Mode === undefined || retention !== null) return;
    const time = Days === undefined ? `${Years} years` : `${Days} days`;
    retained = ok('default-retention', `the bucket locks every object for ${time} (${Mode})`);
  });
  return [lock, retained];
}

/** Returns whether a bucket can lock objects; `onDefault` is told what it locks them for by itself. */
export function probeObjectLock(
  bucket: Bucket,
  onDefault: (retention: DefaultRetention) => void = () => undefined,
): Promise<Probe> {
  return look(
    'object-lock',
    's3:GetBucketObjectLockConfiguration',
    async () => {
      const { s3, client } = await bucket.sdk();
      const { ObjectLockConfiguration: found } = await client.send(
        new s3.GetObjectLockConfigurationCommand(bucket.named),
      );
      onDefault(found?.Rule?.DefaultRetention ?? {});
      if (found?.ObjectLockEnabled === 'Enabled') return ok('object-lock', 'the bucket has Object Lock');
      return missing('object-lock', 'the bucket has no Object Lock', NO_LOCK);
    },
    ({ code }) =>
      code === 'ObjectLockConfigurationNotFoundError'
        ? missing('object-lock', 'the bucket has no Object Lock', NO_LOCK)
        : undefined,
  );
}

/** Every call so far has named the owner: another account's bucket would have refused them. */
function probeOwner({ bucketOwner }: Bucket): Probe {
  if (bucketOwner !== undefined) return ok('owner', `every request names ${bucketOwner} as owner`);
  const hint = 'Set `bucketOwner` to the account that owns the bucket.';
  return missing('owner', 'no request names the account that should own the bucket', hint);
}

function probeRegion(bucket: Bucket): Promise<Probe> {
  return look('region', 's3:ListBucket', async () => {
    const { s3, client } = await bucket.sdk();
    const { BucketRegion } = await client.send(new s3.HeadBucketCommand(bucket.named));
    const region = await client.config.region();
    if (BucketRegion === undefined) {
      return unknownProbe('region', 'the store does not say where the bucket is', 'Check the bucket.');
    }
    if (BucketRegion === region) return ok('region', `the bucket is in ${region}`);
    const hint = `Set AWS_REGION to ${BucketRegion}.`;
    return missing('region', `the bucket is in ${BucketRegion}, requests go to ${region}`, hint);
  });
}

function probePublicAccess(bucket: Bucket): Promise<Probe> {
  const hint = 'Turn on all four settings of Block Public Access of the bucket.';
  return look(
    'public-access',
    's3:GetBucketPublicAccessBlock',
    async () => {
      const { s3, client } = await bucket.sdk();
      const { PublicAccessBlockConfiguration: found = {} } = await client.send(
        new s3.GetPublicAccessBlockCommand(bucket.named),
      );
      const isBlocked =
        found.BlockPublicAcls &&
        found.BlockPublicPolicy &&
        found.IgnorePublicAcls &&
        found.RestrictPublicBuckets;
      if (isBlocked) return ok('public-access', 'public access is blocked');
      return missing('public-access', 'public access is not blocked in every way', hint);
    },
    ({ code }) =>
      code === 'NoSuchPublicAccessBlockConfiguration'
        ? missing('public-access', 'public access is not blocked', hint)
        : undefined,
  );
}
