/** A whole run, and what an intruder would try, in a bucket that the policies of serverless.yml stand before. */
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createBucket, erase, hide, newBucketName, overwrite } from '../support/bucket.ts';
import { createWorkplace, type Workplace } from '../support/cli.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';
import { type Guard, startGuard } from './guard.ts';

const BUCKET = newBucketName();

describe.runIf(hasMoto('a run with the permissions of the function'))('as the function', () => {
  let moto: Moto;
  let guard: Guard;
  let simulator: Simulator;
  let place: Workplace;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    [moto, simulator] = await Promise.all([startMoto(), startSimulator({ now: () => new Date() })]);
    for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
    await createBucket(new S3Client({ forcePathStyle: true }), BUCKET);
    guard = await startGuard(moto.env['AWS_ENDPOINT_URL_S3'] ?? moto.url, 'CollectPolicy', BUCKET);
    env = { ...moto.env, AWS_ENDPOINT_URL_S3: guard.url };
    vi.stubEnv('AWS_ENDPOINT_URL_S3', guard.url);
    place = await createWorkplace(simulator.url, simulator.tokens.owner);
    place.writeConfig({ store: `s3://${BUCKET}/audit`, retention: { mode: 'GOVERNANCE', days: 400 } });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    place.remove();
    await Promise.all([guard.close(), moto.empty(), simulator.close()]);
  });

  it('collects, twice, and is refused nothing; the evidence is intact', async () => {
    expect((await place.run(['collect'], { env })).code).toBe(0);
    expect((await place.run(['collect', '--force'], { env })).code).toBe(0);
    expect(guard.refused).toEqual([]);
    // Versions are for whoever verifies to look at, not for the function.
    const verified = await place.run(['verify', '--key', place.publicKey], { env: moto.env });
    expect(verified.code).toBe(0);
  });

  it('finds with doctor that it can neither write over, delete nor release', async () => {
    const { stdout } = await place.run(['doctor', '--json'], { env });
    const { properties } = JSON.parse(stdout).stores[0] as {
      properties: readonly { readonly property: string; readonly verdict: string }[];
    };

    for (const property of ['overwrite', 'delete', 'legal-hold', 'legal-hold-release'])
      expect(properties).toContainEqual(expect.objectContaining({ property, verdict: 'ok' }));
  });

  it('can do nothing to a record that is there', async () => {
    const client = new S3Client({ forcePathStyle: true });
    const record = 'audit/segment-evidence/v1/acme/chain/001/000000000000.sigstore.json';

    await expect(overwrite(client, BUCKET, record, 'x')).rejects.toThrow(/AccessDenied/);
    await expect(hide(client, BUCKET, record)).rejects.toThrow(/AccessDenied/);
    await expect(erase(client, BUCKET, record)).rejects.toThrow(/AccessDenied/);
  });
});
