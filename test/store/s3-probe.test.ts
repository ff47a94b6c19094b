/** What `doctor` finds in buckets: a good one, the same with one thing wrong at a time, and a real stand-in. */
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Probe } from '../../src/store/probe.ts';
import { type BucketOptions, openBucket } from '../../src/store/s3-bucket.ts';
import { probeBucket } from '../../src/store/s3-probe.ts';
import {
  type AwsAnswer,
  type AwsRequest,
  type AwsServer,
  s3Error,
  startAwsServer,
} from '../support/aws-server.ts';
import { createBucket, newBucketName } from '../support/bucket.ts';
import { goodBucket, PROBE, probedBucket, sha256, xml } from '../support/good-bucket.ts';
import { hasMoto, OTHER_S3, startMoto } from '../support/moto.ts';

let server: AwsServer;

beforeAll(async () => {
  server = await startAwsServer();
  for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

const DENIED = s3Error(403, 'AccessDenied');
const OK: AwsAnswer = { status: 200 };
const DOCTORS = /^\/acme-evidence\/audit\/segment-evidence\/doctor\/(?:probe|legal-hold$)/;

type Change = (request: AwsRequest) => AwsAnswer | undefined;

async function probe(change: Change = () => undefined, changes: Partial<BucketOptions> = {}) {
  const kept = new Map<string, AwsRequest>();
  server.answer((request) => change(request) ?? goodBucket(request, kept));
  return probeBucket(openBucket(probedBucket(changes)), 'probe');
}

const faults = (probes: readonly Probe[]) =>
  probes.filter(({ verdict }) => verdict !== 'ok').map(({ property, verdict }) => `${property}: ${verdict}`);

describe('a bucket as it should be', () => {
  it('is found to be so in every property, and nothing is written outside of the doctor’s place', async () => {
    const probes = await probe();

    expect(faults(probes)).toEqual([]);
    expect(probes.map(({ property }) => property)).toEqual([
      ...['usable', 'create-only', 'create-only-at-once', 'checksum', 'wrong-checksum', 'encryption'],
      ...['versioning', 'object-lock'],
      ...['default-retention', 'owner', 'region', 'public-access', 'overwrite', 'delete'],
      ...['legal-hold', 'legal-hold-release', 'clock'],
    ]);
    const changing = server.requests.filter(({ method }) => method === 'PUT' || method === 'DELETE');
    expect(changing.length).toBeGreaterThan(4);
    for (const { path } of changing) expect(path).toMatch(DOCTORS);
    expect(changing.filter(({ headers }) => 'x-amz-object-lock-legal-hold' in headers)).toHaveLength(1);
    for (const { headers } of server.requests) {
      expect(headers['x-amz-expected-bucket-owner']).toBe('123456789012');
    }
  });

  const isPut = ({ method, headers }: AwsRequest, condition: string | undefined) =>
    method === 'PUT' && headers['if-none-match'] === condition;
  const isRight = ({ headers, body }: AwsRequest) => headers['x-amz-checksum-sha256'] === sha256(body);
  const setting =
    (name: string, answer: AwsAnswer): Change =>
    ({ query }) =>
      query.has(name) ? answer : undefined;

  it.each<[string, Change, string, Partial<BucketOptions>?]>([
    [
      'takes a second object',
      (r) => (isPut(r, '*') && String(r.body) === 'second' ? OK : undefined),
      'create-only: missing',
    ],
    [
      'fails instead of refusing one',
      (r) => (String(r.body) === 'second' ? s3Error(500, 'InternalError') : undefined),
      'create-only: could-not-look',
    ],
    [
      'takes two of many objects at once',
      (r) => (isPut(r, '*') && ['3', '4'].includes(String(r.body)) ? OK : undefined),
      'create-only-at-once: missing',
    ],
    [
      'fails instead of refusing one of many at once',
      (r) => (String(r.body) === '3' ? s3Error(503, 'SlowDown') : undefined),
      'create-only-at-once: could-not-look',
    ],
    [
      'keeps no digest',
      (r) => (r.method === 'HEAD' && r.path === PROBE ? OK : undefined),
      'checksum: missing',
    ],
    [
      'takes a wrong digest',
      (r) => (isPut(r, '*') && !isRight(r) ? OK : undefined),
      'wrong-checksum: missing',
    ],
    [
      'lets itself be overwritten',
      (r) => (isPut(r, undefined) && isRight(r) ? OK : undefined),
      'overwrite: missing',
    ],
    [
      'lets itself be emptied',
      (r) => (r.method === 'DELETE' && !r.query.has('versionId') ? { status: 204 } : undefined),
      'delete: missing',
    ],
    [
      'lets versions be deleted',
      (r) => (r.query.get('versionId') === 'v1' ? { status: 204 } : undefined),
      'delete: missing',
    ],
    [
      'cannot hold an object',
      (r) => ('x-amz-object-lock-legal-hold' in r.headers ? DENIED : undefined),
      'legal-hold: missing',
    ],
    [
      'lets a hold be released',
      (r) => (r.query.has('legal-hold') ? OK : undefined),
      'legal-hold-release: missing',
    ],
    [
      'fails instead of refusing to release one',
      (r) => (r.query.has('legal-hold') ? s3Error(500, 'InternalError') : undefined),
      'legal-hold-release: could-not-look',
    ],
    ['keeps no versions', setting('versioning', xml('<VersioningConfiguration/>')), 'versioning: missing'],
    ['does not say whether it keeps versions', setting('versioning', DENIED), 'versioning: could-not-look'],
    [
      'has no lock',
      setting('object-lock', s3Error(404, 'ObjectLockConfigurationNotFoundError')),
      'object-lock: missing',
    ],
    ['does not say whether it has a lock', setting('object-lock', DENIED), 'object-lock: could-not-look'],
    ['keeps nothing for any time', () => undefined, 'default-retention: missing', { retention: null }],
    ['is anybody’s', () => undefined, 'owner: missing', { bucketOwner: undefined }],
    [
      'is open to the public',
      setting('publicAccessBlock', s3Error(404, 'NoSuchPublicAccessBlockConfiguration')),
      'public-access: missing',
    ],
    [
      'does not say whether it is open',
      setting('publicAccessBlock', DENIED),
      'public-access: could-not-look',
    ],
    [
      'is somewhere else',
      (r) =>
        r.method === 'HEAD' && r.path !== PROBE
          ? { status: 200, headers: { 'x-amz-bucket-region': 'us-east-1' } }
          : undefined,
      'region: missing',
    ],
    [
      'encrypts nothing',
      (r) => (isPut(r, '*') && isRight(r) && String(r.body) !== 'second' ? OK : undefined),
      'encryption: missing',
    ],
    ['has another time', () => undefined, 'clock: missing', { now: () => new Date(Date.now() + 3_600_000) }],
  ])('but %s is found to', async (_title, change, fault, changes) => {
    const kept = new Map<string, AwsRequest>();
    const keeping: Change = (request) => {
      const answer = change(request);
      // Whatever the bucket says, an object that it takes is there afterwards.
      if (request.method === 'PUT' && answer?.status === 200 && !kept.has(request.path)) {
        kept.set(request.path, request);
      }
      const object = kept.get(request.path);
      if (answer === undefined && request.method === 'GET' && object !== undefined) {
        return { status: 200, body: object.body };
      }
      return answer;
    };

    const found = faults(await probe(keeping, { ...changes })).filter(
      // Where the first PUT is answered by the test itself, the fake bucket knows nothing of it.
      (each) => fault !== 'encryption: missing' || !/^(?:create-only|checksum)/.test(each),
    );

    expect(found).toEqual([fault]);
  });

  it('but cannot be written is not usable, and nothing more is tried', async () => {
    const probes = await probe((request) => (request.method === 'PUT' ? DENIED : undefined));

    expect(probes).toMatchObject([
      { property: 'usable', verdict: 'missing', hint: expect.stringContaining('s3:PutObject') },
    ]);
    expect(server.requests).toHaveLength(1);
  });
});

describe.runIf(hasMoto('what doctor finds in a bucket'))('a stand-in for S3', () => {
  it('is usable and creates only; where it differs from Amazon’s, and that it refuses nothing, is found', async () => {
    const moto = await startMoto();
    try {
      for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
      const bucket = newBucketName();
      await createBucket(new S3Client({ forcePathStyle: true }), bucket);

      const probes = await probeBucket(
        openBucket(probedBucket({ bucket, bucketOwner: undefined, retention: null })),
        'probe',
      );

      const good = probes.filter(({ verdict }) => verdict === 'ok').map(({ property }) => property);
      expect(good).toEqual(
        expect.arrayContaining(['usable', 'create-only', 'checksum', 'versioning', 'object-lock']),
      );
      expect(faults(probes)).toEqual(expect.arrayContaining(['overwrite: missing', 'delete: missing']));
      // moto keeps wrong digests, and takes one request at a time; a Ceph gateway is the other way round.
      const differs = OTHER_S3 === undefined ? 'wrong-checksum: missing' : 'create-only-at-once: missing';
      expect(faults(probes)).toContain(differs);
    } finally {
      await moto.empty();
    }
  });
});
