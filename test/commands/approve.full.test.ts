/** `approve` and `report --serve` in a bucket: what they leave there is created once and locked, and verify knows it. */
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { approveDocument } from '../../schemas/commands/approve.ts';
import { approveCommand } from '../../src/commands/approve.ts';
import { toContent } from '../../src/store/content.ts';
import { openS3Store } from '../../src/store/s3.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { createBucket, newBucketName } from '../support/bucket.ts';
import { storeToExport } from '../support/exported.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';
import { CONNECTION } from '../support/sealed-store.ts';
import { NOON, RUN, serve } from '../support/served.ts';

const BUCKET = newBucketName();
const PREFIX = 'audit';

describe.runIf(hasMoto('approvals in a bucket'))('in a bucket', () => {
  const sealed = storeToExport();
  let moto: Moto;
  let client: S3Client;

  beforeAll(async () => {
    moto = await startMoto();
    for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
    client = new S3Client({ forcePathStyle: true });
    await createBucket(client, BUCKET);
    for (const [path, bytes] of sealed.files())
      await bucket().put(`segment-evidence/v1/${CONNECTION}/${path}`, toContent(bytes));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    sealed.dispose();
    await moto.empty();
  });

  const bucket = () =>
    openS3Store({
      bucket: BUCKET,
      prefix: PREFIX,
      retention: { mode: 'GOVERNANCE', days: 400 },
      hasOwnEndpoint: true,
      now: () => NOON,
      sleep: async () => undefined,
      random: () => 0,
    });
  const locked = async (key: string) =>
    (await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: `${PREFIX}/${key}` }))).ObjectLockMode;

  it('an approval and what is shown are locked, and no failure of verify', async () => {
    const store = bucket();
    const place = { connection: CONNECTION, store, keys: async () => [goldenSigner.publicKey] };
    const surveyor = {
      cwd: sealed.root,
      now: NOON,
      user: 'ada',
      openAt: () => store,
      configured: () => [place],
    };
    const approve = async () =>
      approveDocument.parse((await approveCommand('1', { by: 'Ada' }, surveyor)).json);
    const { result, path } = await approve();
    const served = await serve(sealed, { store });
    const { status, text } = await served.read(RUN);
    await served.stop();

    expect([result, (await approve()).result, status]).toEqual(['stored', 'present', 200]);
    expect(text).toContain('>Ada<');
    const keys = [`segment-evidence/v1/${CONNECTION}/${path}`];
    for await (const { key } of store.list(`segment-evidence/v1/${CONNECTION}/accesses/`)) keys.push(key);
    expect(keys).toHaveLength(3);
    for (const key of keys) expect([key, await locked(key)]).toEqual([key, 'GOVERNANCE']);
    const keysOf = [{ publicKey: goldenSigner.publicKey, connection: CONNECTION }];
    expect((await verifyStore({ store, keys: keysOf, now: NOON })).failures).toEqual([]);
  });
});
