/** Files attached by hand, in a bucket: created once, locked, and what somebody does to them afterwards shows. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { manualAttachDocument } from '../../schemas/commands/manual.ts';
import { manualAttach } from '../../src/commands/manual-attach.ts';
import { manualList } from '../../src/commands/manual-list.ts';
import { openS3Store } from '../../src/store/s3.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { createBucket, hide, newBucketName, overwrite } from '../support/bucket.ts';
import { withFolder } from '../support/folder.ts';
import { ATTACHED } from '../support/manual.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';

const BUCKET = newBucketName();
const now = new Date('2026-11-02T03:00:05.000Z');

describe.runIf(hasMoto('files attached by hand, in a bucket'))('a file attached to a bucket', () => {
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

  const storeIn = (prefix: string) =>
    openS3Store({
      bucket: BUCKET,
      prefix,
      retention: { mode: 'GOVERNANCE', days: 400 },
      hasOwnEndpoint: true,
      now: () => now,
      sleep: async () => undefined,
      random: () => 0,
    });

  /** Attaches a file to a store of its own, twice, and returns its key in the bucket. */
  const attach = (prefix: string) =>
    withFolder(async (dir) => {
      writeFileSync(join(dir, 'sso.txt'), ATTACHED);
      const store = storeIn(prefix);
      const surveyor = {
        cwd: dir,
        now,
        openAt: () => store,
        configured: () => [{ connection: 'acme', store, keys: async () => [] }],
      };
      const flags = { slot: 'sso-enforcement', effective: '2026-10-01', expires: '2027-10-01' };
      const stored = manualAttachDocument.parse((await manualAttach('sso.txt', flags, surveyor)).json);
      const again = manualAttachDocument.parse((await manualAttach('sso.txt', flags, surveyor)).json);
      const { exitCode } = await manualList({}, surveyor);
      expect([stored.result, again.result, exitCode]).toEqual(['stored', 'present', 4]);
      return `${prefix}/segment-evidence/v1/acme/${stored.path}`;
    });

  const failuresOf = async (prefix: string) => {
    const { failures } = await verifyStore({ store: storeIn(prefix), keys: [], now });
    return failures.filter(({ where }) => where.includes('/manual/')).map(({ code }) => code);
  };

  it('is locked like a snapshot, with what it is', async () => {
    const file = await attach('locked');

    for (const key of [file, file.replace(/[^/]+$/, 'evidence.json')])
      expect(await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }))).toMatchObject({
        ObjectLockMode: 'GOVERNANCE',
        ObjectLockRetainUntilDate: new Date('2027-12-07T03:00:05Z'),
      });
    expect(await failuresOf('locked')).toEqual([]);
  });

  it('shows that somebody wrote over it', async () => {
    await overwrite(client, BUCKET, await attach('rewritten'), ATTACHED.replace('two', 'six'));

    expect(await failuresOf('rewritten')).toEqual(
      expect.arrayContaining(['DIGEST_MISMATCH', 'NOT_WRITE_ONCE']),
    );
  });

  it('shows that somebody deleted it', async () => {
    await hide(client, BUCKET, await attach('deleted'));

    expect(await failuresOf('deleted')).toEqual(
      expect.arrayContaining(['ARTIFACT_MISSING', 'NOT_WRITE_ONCE']),
    );
  });
});
