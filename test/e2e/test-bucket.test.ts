/** `test` and a bucket that is asked to keep evidence for a time: with a lock, without, and who may not look. */
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type AwsServer, s3Error, startAwsServer } from '../support/aws-server.ts';
import { createBucket, newBucketName } from '../support/bucket.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { hasMoto, startMoto } from '../support/moto.ts';

const retention = { mode: 'GOVERNANCE', days: 400 };

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterAll(async () => {
  place.remove();
  await simulator.close();
});

describe.runIf(hasMoto('whether `test` sees a bucket without Object Lock'))('a bucket', () => {
  it('without the lock that `retention` needs is as unusable to `test` as it is to `collect`', async () => {
    const moto = await startMoto();
    try {
      for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
      const [plain, locked] = [newBucketName(), newBucketName()];
      const s3 = new S3Client({ forcePathStyle: true });
      await createBucket(s3, plain, { lock: false });
      await createBucket(s3, locked);
      const test = async (bucket: string, changes = {}) => {
        place.writeConfig({ store: `s3://${bucket}`, ...changes });
        return place.run(['test'], { env: moto.env });
      };

      const without = await test(plain, { retention });
      const collected = await place.run(['collect', '--only', 'users'], { env: moto.env });

      expect([without.code, collected.code]).toEqual([5, 5]);
      expect(without.stdout).toContain('acme: something is not usable');
      expect(without.stdout).toMatch(
        /FAILED {2}store {5}s3:\/\/\S+: expected Object Lock, which `retention` needs, got a bucket without it\n +Use a bucket that was created with Object Lock/,
      );
      expect((await test(plain)).code).toBe(0);
      expect((await test(locked, { retention })).code).toBe(0);
    } finally {
      vi.unstubAllEnvs();
      await moto.empty();
    }
  });
});

describe('a bucket of which nobody may know whether it has a lock', () => {
  let server: AwsServer;
  beforeAll(async () => {
    server = await startAwsServer();
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
    server.answer(({ query }) =>
      query.has('object-lock')
        ? s3Error(403, 'AccessDenied')
        : { status: 200, body: '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>' },
    );
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });

  it('is not called usable: `test` says that it could not look, and writes nothing', async () => {
    place.writeConfig({ store: 's3://acme-evidence', retention });

    const text = await place.run(['test'], { env: server.env });
    const json = await place.run(['test', '--json'], { env: server.env });

    const [tested] = JSON.parse(json.stdout).connections;
    expect([text.code, json.code]).toEqual([4, 4]);
    expect(tested.steps).toContainEqual({
      step: 'store',
      ok: false,
      detail: expect.stringMatching(/could not check: got 403 AccessDenied/),
      hint: expect.stringContaining('s3:GetBucketObjectLockConfiguration'),
      exitCode: 4,
    });
    expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
