/** The S3 store against a local server that keeps versions, conditions and locks. */
import { GetObjectLegalHoldCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toContent } from '../../src/store/content.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { openS3Store } from '../../src/store/s3.ts';
import type { BucketOptions } from '../../src/store/s3-bucket.ts';
import type { StoredVersion } from '../../src/store/store.ts';
import { createBucket, newBucketName } from '../support/bucket.ts';
import { withFolder } from '../support/folder.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';
import { describeStore } from './store-contract.ts';

const BUCKET = newBucketName();
const PLAIN = newBucketName();

const options = (changes: Partial<BucketOptions> = {}): BucketOptions => ({
  bucket: BUCKET,
  prefix: 'audit',
  retention: null,
  hasOwnEndpoint: true,
  now: () => new Date('2026-11-22T03:00:00Z'),
  sleep: async () => undefined,
  random: () => 0,
  ...changes,
});

describe.runIf(hasMoto('the S3 store'))('a bucket', () => {
  let moto: Moto;
  let client: S3Client;

  beforeAll(async () => {
    moto = await startMoto();
    for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
    client = new S3Client({ forcePathStyle: true });
    await createBucket(client, BUCKET);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto.empty();
  });

  describeStore('a bucket', async () => openS3Store(options()));
  describeStore('the root of a bucket', async () => openS3Store(options({ prefix: '' })));

  it('keeps the digest that was sent', async () => {
    const content = toContent('kept with its digest');

    await openS3Store(options()).put('digest', content);

    const head = await client.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: 'audit/digest', ChecksumMode: 'ENABLED' }),
    );
    expect(Buffer.from(head.ChecksumSHA256 ?? '', 'base64').toString('hex')).toBe(content.sha256);
  });

  it('locks snapshots and what is attached by hand for their time, chain records and time stamps forever, and nothing else', async () => {
    const retention = { mode: 'GOVERNANCE', days: 400 } as const;
    const store = openS3Store(options({ retention, prefix: 'locked' }));
    const root = 'segment-evidence/v1/acme';
    const keys = {
      snapshot: `${root}/snapshots/2026/x`,
      manual: `${root}/manual/sso-enforcement/x`,
      record: `${root}/chain/001/0`,
      stamp: `${root}/anchors/1`,
      receipt: `${root}/receipts/1`,
    };
    for (const key of Object.values(keys)) await store.put(key, toContent(key));

    const head = (key: string) =>
      client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: `locked/${key}` }));

    for (const key of [keys.snapshot, keys.manual])
      expect(await head(key)).toMatchObject({
        ObjectLockMode: 'GOVERNANCE',
        ObjectLockRetainUntilDate: new Date('2027-12-27T03:00:00Z'),
      });
    expect((await head(keys.snapshot)).ObjectLockLegalHoldStatus).not.toBe('ON');
    for (const key of [keys.record, keys.stamp]) {
      expect((await head(key)).ObjectLockMode).toBeUndefined();
      const hold = new GetObjectLegalHoldCommand({ Bucket: BUCKET, Key: `locked/${key}` });
      expect((await client.send(hold)).LegalHold?.Status).toBe('ON');
    }
    expect((await head(keys.receipt)).ObjectLockLegalHoldStatus).not.toBe('ON');
  });

  it('tells of every version and every delete marker', async () => {
    const store = openS3Store(options({ prefix: 'versions' }));
    await store.put('a', toContent('a'));

    const found: StoredVersion[] = [];
    for await (const version of store.versions?.('') ?? []) found.push(version);

    expect(found).toEqual([
      { key: 'a', at: expect.any(String), versionId: expect.stringMatching(/.{8,}/), isDeleteMarker: false },
    ]);
  });

  it.each([
    [
      'a bucket that does not exist',
      { bucket: 'acme-nowhere' },
      /^store: s3:\/\/acme-nowhere\/audit\/x: expected to write it, got 404 NoSuchBucket/,
      'Create the bucket acme-nowhere, or correct `store`.',
    ],
    [
      'a lock on a bucket without one',
      { bucket: PLAIN, retention: { mode: 'GOVERNANCE', days: 1 } as const },
      /got 400 Invalid(?:Request|Argument)/,
      'Use a bucket that was created with Object Lock',
    ],
  ])('%s is one clear error', async (_title, changes, message, hint) => {
    await createBucket(client, PLAIN, { lock: false }).catch(() => undefined);
    const key = 'retention' in changes ? 'segment-evidence/v1/a/snapshots/x' : 'x';

    const error = await openS3Store(options(changes))
      .put(key, toContent('x'))
      .catch((cause: unknown) => cause);

    expect(error).toMatchObject({ code: 'WRITE_FAILED', exitCode: 5, key });
    expect(String((error as Error).message)).toMatch(message);
    expect((error as { hint: string }).hint).toContain(hint);
  });
});

describe('a folder', () => {
  let names = 0;
  let folder = '';
  let done: () => void = () => undefined;

  beforeAll(async () => {
    await new Promise<void>((ready) => {
      void withFolder((made) => {
        folder = made;
        ready();
        return new Promise<void>((end) => {
          done = end;
        });
      });
    });
  });
  afterAll(() => done());

  describeStore('a folder', async () => openFolderStore(folder, () => `t${names++}`));
});
