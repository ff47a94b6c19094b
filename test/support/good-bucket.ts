/** A bucket as it should be, for `startAwsServer`: what `doctor` asks of one is answered well. */
import { createHash } from 'node:crypto';
import type { BucketOptions } from '../../src/store/s3-bucket.ts';
import { type AwsAnswer, type AwsRequest, s3Error } from './aws-server.ts';

/** The bucket of this server, as a run would open it. */
export const probedBucket = (changes: Partial<BucketOptions> = {}): BucketOptions => ({
  bucket: 'acme-evidence',
  prefix: 'audit',
  bucketOwner: '123456789012',
  retention: { mode: 'COMPLIANCE', days: 400 },
  hasOwnEndpoint: true,
  now: () => new Date(),
  sleep: async () => undefined,
  random: () => 0,
  ...changes,
});

const DENIED = s3Error(403, 'AccessDenied');
export const xml = (inside: string): AwsAnswer => ({ status: 200, body: `<?xml version="1.0"?>${inside}` });
/** Where `doctor` writes when its run is called `probe`. */
export const PROBE = '/acme-evidence/audit/segment-evidence/doctor/probe';
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

/** A bucket as it should be: it lets nobody write over, delete or release what it keeps. */
export function goodBucket(request: AwsRequest, kept: Map<string, AwsRequest>): AwsAnswer {
  const { method, query, headers, body } = request;
  const isReleasing = query.has('legal-hold') && String(body).includes('OFF');
  const isWritingOver = method === 'PUT' && !query.has('legal-hold') && headers['if-none-match'] !== '*';
  return method === 'DELETE' || isReleasing || isWritingOver ? DENIED : obedientBucket(request, kept);
}

/** A bucket that everybody may do anything with: it keeps what it is given, and holds digests against bytes. */
export function obedientBucket(request: AwsRequest, kept: Map<string, AwsRequest>): AwsAnswer {
  const { method, path, query, headers, body } = request;
  if (method === 'DELETE') return { status: 204 };
  if (query.has('legal-hold')) return { status: 200 };
  if (method === 'PUT') {
    if (headers['x-amz-checksum-sha256'] !== sha256(body)) return s3Error(400, 'BadDigest');
    if (headers['if-none-match'] === '*' && kept.has(path)) return s3Error(412, 'PreconditionFailed');
    kept.set(path, request);
    return { status: 200, headers: { 'x-amz-version-id': 'v1', 'x-amz-server-side-encryption': 'aws:kms' } };
  }
  if (path !== '/acme-evidence' && path !== '/acme-evidence/') {
    const object = kept.get(path);
    if (object === undefined) return s3Error(404, 'NoSuchKey');
    return { status: 200, headers: { 'x-amz-checksum-sha256': sha256(object.body) }, body: object.body };
  }
  if (query.has('versioning'))
    return xml('<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>');
  if (query.has('object-lock')) {
    return xml(
      '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>',
    );
  }
  if (query.has('publicAccessBlock')) {
    const all = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
    const inside = all.map((name) => `<${name}>true</${name}>`).join('');
    return xml(`<PublicAccessBlockConfiguration>${inside}</PublicAccessBlockConfiguration>`);
  }
  return { status: 200, headers: { 'x-amz-bucket-region': 'eu-central-1' } };
}
