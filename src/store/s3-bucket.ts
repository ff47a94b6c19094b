/**
 * A bucket as the store and its probes see it: the client, loaded only when there is a bucket, and the
 * members that every call has. Region and credentials come from the standard AWS environment.
 */

import { awaitCredentials } from '../aws/credentials.ts';
import { awsFailure, HINTS } from '../aws/failure.ts';
import { StoreError } from '../errors.ts';
import type { Retention } from './s3-lock.ts';
import type * as S3 from './s3-sdk.ts';

export interface BucketOptions {
  readonly bucket: string;
  /** Without slashes around it; empty for the bucket itself. */
  readonly prefix: string;
  /** AWS account that must own the bucket: any other is refused, by AWS itself. */
  readonly bucketOwner?: string | undefined;
  readonly retention: Retention | null;
  /** A server other than Amazon's is asked for the bucket in the path: it has no name of its own. */
  readonly hasOwnEndpoint: boolean;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  /** From [0, 1). */
  readonly random: () => number;
}

export interface Bucket extends BucketOptions {
  readonly location: string;
  /** Bucket and owner, for every call. */
  readonly named: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  /** Returns the client and its commands. */
  readonly sdk: () => Promise<Sdk>;
  /** Returns the object's name in the bucket. */
  readonly nameOf: (key: string) => string;
  /** Returns the key of an object in the bucket; `undefined` when it is not ours. */
  readonly keyOf: (name: string) => string | undefined;
}

export interface Sdk {
  readonly s3: typeof S3;
  /** Tries again by itself. */
  readonly client: S3.S3Client;
  /** Tries once: a PUT whose answer was lost must be told from one that was refused. */
  readonly once: S3.S3Client;
}

/** The client would else write to the terminal by itself. */
const nothing = () => undefined;
const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

const CONNECT_MS = 5_000;
const IDLE_MS = 60_000;
const CONNECTIONS = 32;
const MOST_ATTEMPTS = 4;

/** Returns a bucket; nothing is loaded or asked yet. */
export function openBucket(options: BucketOptions): Bucket {
  const { bucket, prefix, bucketOwner, hasOwnEndpoint } = options;
  const base = prefix === '' ? '' : `${prefix}/`;
  let loaded: Promise<Sdk> | undefined;
  return {
    ...options,
    location: `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`,
    named: { Bucket: bucket, ...(bucketOwner === undefined ? {} : { ExpectedBucketOwner: bucketOwner }) },
    sdk: async () => {
      loaded ??= loadSdk(hasOwnEndpoint);
      const sdk = await loaded;
      await awaitCredentials(sdk.client);
      return sdk;
    },
    nameOf: (key) => base + key,
    keyOf: (name) => (name.startsWith(base) ? name.slice(base.length) : undefined),
  };
}

async function loadSdk(forcePathStyle: boolean): Promise<Sdk> {
  const s3 = await import('./s3-sdk.ts');
  const common = {
    forcePathStyle,
    logger: SILENT,
    // Whether bytes are the right ones is for `verify` to say, against what was signed.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: IDLE_MS,
      httpAgent: { keepAlive: true, maxSockets: CONNECTIONS },
      httpsAgent: { keepAlive: true, maxSockets: CONNECTIONS },
    },
  } as const;
  const client = new s3.S3Client({ ...common, maxAttempts: MOST_ATTEMPTS });
  return {
    s3,
    client,
    // The same credentials: what makes them may ask a person, or take its time.
    once: new s3.S3Client({ ...common, maxAttempts: 1, credentials: () => client.config.credentials() }),
  };
}

export type Action = 'store' | 'read' | 'list' | 'remove';

/** Returns the one error for whatever went wrong with a bucket: what was tried, what came, what to do. */
export function bucketError(bucket: Bucket, action: Action, key: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const failure = awsFailure(error);
  const isMissing = action === 'read' && ['NoSuchKey', 'NotFound'].includes(failure.code);
  const what = `${action}: ${key === '' ? bucket.location : `${bucket.location}/${key}`}`;
  if (isMissing) {
    return new StoreError({
      code: 'NOT_FOUND',
      key,
      message: `${what}: expected an object, got nothing`,
      cause: failure.cause,
    });
  }
  return new StoreError({
    code: action === 'store' || action === 'remove' ? 'WRITE_FAILED' : 'READ_FAILED',
    key,
    message: `${what}: expected ${EXPECTED[action]}, got ${failure.words}`,
    found: failure.words,
    hint: hintFor(bucket, action, failure),
    cause: failure.cause,
  });
}

const EXPECTED = {
  store: 'to write it',
  read: 'to read it',
  list: 'a listing',
  remove: 'to remove it',
} as const;
const PERMISSIONS = {
  store: 's3:PutObject',
  read: 's3:GetObject and s3:ListBucket',
  list: 's3:ListBucket',
  remove: 's3:DeleteObject below resume/',
} as const;

function hintFor(bucket: Bucket, action: Action, failure: ReturnType<typeof awsFailure>): string {
  const { kind, code, bucketRegion } = failure;
  if (code === 'NoSuchBucket') return `Create the bucket ${bucket.bucket}, or correct \`store\`.`;
  // Amazon says InvalidRequest, Ceph InvalidArgument.
  const isInvalid = ['InvalidRequest', 'InvalidArgument'].includes(code);
  if (isInvalid && action === 'store' && bucket.retention !== null) {
    return 'Use a bucket that was created with Object Lock, which `retention` needs, or remove `retention`.';
  }
  if (kind === 'region') {
    return bucketRegion === undefined
      ? 'Set AWS_REGION to the region of the bucket.'
      : `Set AWS_REGION to ${bucketRegion}, where the bucket is.`;
  }
  if (kind === 'key-disabled') {
    return 'Enable the KMS key that encrypts the bucket, and let this process use it (kms:GenerateDataKey, kms:Decrypt).';
  }
  if (kind === 'denied') return deniedHint(bucket, action);
  return HINTS[kind] ?? `Look up ${code} in the documentation of Amazon S3.`;
}

function deniedHint({ bucket, bucketOwner, retention }: Bucket, action: Action): string {
  const lock =
    action === 'store' && retention !== null ? ', s3:PutObjectRetention, s3:PutObjectLegalHold' : '';
  const owner = bucketOwner === undefined ? '' : `; and see that account ${bucketOwner} owns the bucket`;
  return `Give this process ${PERMISSIONS[action]}${lock} on ${bucket}, and the use of its KMS key where it has one${owner}.`;
}
