/** The whole way with AWS: secrets from Secrets Manager, evidence to S3, verified from there. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type AwsServer, jsonError, s3Error, startAwsServer } from '../support/aws-server.ts';
import { createBucket, erase, hide, newBucketName, overwrite } from '../support/bucket.ts';
import { createWorkplace, type Ran, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { hasMoto, type Moto, startMoto } from '../support/moto.ts';
import { IS_FULL } from '../support/tier.ts';
import { withoutFindings } from './stored.ts';

const BUCKET = newBucketName();
const ONE = ['collect', '--only', 'users', '--json'];

const json = ({ stdout }: Ran) => JSON.parse(stdout);
const codesOf = (ran: Ran): string[] => [
  ...new Set<string>(json(ran).stores[0].failures.map(({ code }: { code: string }) => code)),
];

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

describe.runIf(hasMoto('collecting to S3 with secrets from Secrets Manager'))('a bucket of one’s own', () => {
  let moto: Moto;
  let s3: S3Client;
  let secrets: SecretsManagerClient;

  beforeAll(async () => {
    moto = await startMoto();
    for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
    s3 = new S3Client({ forcePathStyle: true });
    secrets = new SecretsManagerClient({});
    await createBucket(s3, BUCKET);
    const pem = readFileSync(join(place.dir, 'keys/signing-key.pem'), 'utf8');
    await keep('acme/all', JSON.stringify({ token: simulator.tokens.owner, pem, fp: 'k'.repeat(40) }));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto.empty();
  });

  const keep = (Name: string, SecretString: string) =>
    secrets.send(new CreateSecretCommand({ Name, SecretString }));
  const run = (args: readonly string[], env = {}) => place.run(args, { env: { ...moto.env, ...env } });

  /** Configures a store of its own, so that no test sees what another one did. */
  function useStore(name: string, connection = {}): string {
    const store = `s3://${BUCKET}/${name}`;
    place.writeConfig(
      {
        store,
        signing: { key: 'secretsmanager:acme/all#pem' },
        fingerprintKey: 'secretsmanager:acme/all#fp',
        retention: { mode: 'GOVERNANCE', days: 400 },
      },
      { token: 'secretsmanager:acme/all#token', ...connection },
    );
    return store;
  }

  const verify = (location: string) => run(['verify', location, '--key', place.publicKey, '--json']);

  async function keysIn(store: string): Promise<string[]> {
    const Prefix = store.slice(`s3://${BUCKET}/`.length);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
    return Contents.map(({ Key = '' }) => Key);
  }

  it('takes a whole workspace, and the evidence verifies from there, also one snapshot of it', async () => {
    const store = useStore('whole');

    const collected = await run(['collect', '--json']);
    const verified = await verify(store);
    const root = `${store}/segment-evidence/v1/acme`;
    const snapshot = `${store}/${json(collected).runs[0].snapshot}`;

    expect(collected.stderr).not.toContain('Error');
    expect([collected.code, json(collected).runs[0].status]).toEqual([0, 'complete']);
    expect(verified.code).toBe(0);
    expect(json(verified).stores[0]).toMatchObject({ verdict: 'intact', location: store });
    for (const location of [root, snapshot, `${store}/`]) expect((await verify(location)).code).toBe(0);
    expect((await run(['verify'])).code).toBe(0);
    expect((await run(['status'])).code).toBe(0);
    expect((await run(['test'])).code).toBe(0);
  });

  it('says in the record which value of the secret the token was', async () => {
    useStore('stage');

    await run(ONE);
    const status = await run(['status', '--json']);

    expect(json(status).connections[0].tokenAgeDays).toBe(0);
    const [record] = (await keysIn(`s3://${BUCKET}/stage`)).filter((key) => key.includes('/chain/'));
    expect(await tokenOf(record ?? '')).toMatchObject({ stage: 'AWSCURRENT' });
  });

  async function tokenOf(key: string): Promise<unknown> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    const bundle = JSON.parse((await Body?.transformToString()) ?? '');
    return JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()).predicate.token;
  }

  describe('in which somebody', () => {
    const artifact = '/data/resources/users.jsonl';

    it.each([
      ['deletes a file', artifact, hide, ['ARTIFACT_MISSING', 'NOT_WRITE_ONCE']],
      ['deletes a record', '.sigstore.json', hide, ['NOT_WRITE_ONCE']],
      ['erases a file, with every version of it', artifact, erase, ['ARTIFACT_MISSING']],
      [
        'writes another file over one',
        artifact,
        (client: S3Client, bucket: string, key: string) => overwrite(client, bucket, key, 'other'),
        ['DIGEST_MISMATCH', 'NOT_WRITE_ONCE'],
      ],
      [
        'writes the same file once more',
        'bagit.txt',
        (client: S3Client, bucket: string, key: string) =>
          overwrite(client, bucket, key, 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
        ['NOT_WRITE_ONCE'],
      ],
    ])('%s is no longer intact', async (title, suffix, act, codes) => {
      const store = useStore(title.replaceAll(/[^a-z]+/g, '-'));
      await run(ONE);
      const key = (await keysIn(store)).find((each) => each.endsWith(suffix)) ?? '';

      await act(s3, BUCKET, key);
      const ran = await verify(store);

      expect(ran.code).toBe(6);
      expect(codesOf(ran)).toEqual(expect.arrayContaining(codes));
      if (!codes.includes('NOT_WRITE_ONCE')) return;
      const { failures } = json(ran).stores[0];
      const failure = failures.find(({ code }: { code: string }) => code === 'NOT_WRITE_ONCE');
      expect(failure.where).toBe(key.slice(store.length - `s3://${BUCKET}/`.length + 1));
      expect(failure.found).toMatch(act === hide ? /^1 delete marker \(\S+\)$/ : /^2 versions \(\S+, \S+\)$/);
    });

    it('deletes everything has not made it look as if nothing had been there', async () => {
      const store = useStore('deleted-all');
      await run(ONE);
      for (const key of await keysIn(store)) await hide(s3, BUCKET, key);

      const ran = await verify(store);

      expect(await keysIn(store)).toEqual([]);
      expect([ran.code, codesOf(ran)]).toEqual([6, ['NOTHING_THERE', 'NOT_WRITE_ONCE']]);
    });
  });

  it('that keeps no versions cannot show what was overwritten, and verifying says so', async () => {
    const plain = newBucketName();
    await createBucket(s3, plain, { lock: false, versioning: false });
    place.writeConfig({ store: `s3://${plain}` });
    await run(ONE);

    const ran = await verify(`s3://${plain}`);

    expect(ran.code).toBe(0);
    expect(json(ran).stores[0].notes).toContainEqual({
      kind: 'not-looked-at',
      where: `s3://${plain}`,
      message: 'the bucket kept no versions: an object that was overwritten or deleted left no trace',
    });
  });

  it('that does not exist ends the run with one clear message and nothing committed', async () => {
    useStore('x');
    place.writeConfig({ store: 's3://acme-nowhere' });

    const ran = await run(['collect']);

    expect(ran.code).toBe(5);
    expect(ran.stdout).toContain('nothing was committed');
    expect(ran.stdout.match(/NoSuchBucket/g)).toHaveLength(1);
    expect(ran.stdout).toContain('Create the bucket acme-nowhere, or correct `store`.');
    expect(ran.stderr).not.toContain('bug');
  });

  describe('and a rotation that went wrong', () => {
    async function rotate(name: string, current: string, previous: string): Promise<void> {
      await keep(name, previous);
      await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: current }));
    }

    it.runIf(IS_FULL)('costs an alarm and not the evidence: the value before is used', async () => {
      await rotate('acme/half', simulator.tokens.revoked, simulator.tokens.owner);
      const store = useStore('half', { token: 'secretsmanager:acme/half' });

      const ran = await run(['collect', '--json']);

      expect([ran.code, json(ran).runs[0].status]).toEqual([4, 'complete']);
      expect(withoutFindings(json(ran).runs[0].conditions)).toEqual([
        expect.objectContaining({
          condition: 'token-refused',
          severity: 'critical',
          summary: 'Segment refuses the token in AWSCURRENT; the run went on with the one in AWSPREVIOUS.',
        }),
      ]);
      const record = (await keysIn(store)).find((key) => key.includes('/chain/')) ?? '';
      expect(await tokenOf(record)).toMatchObject({ stage: 'AWSPREVIOUS' });
      expect((await verify(store)).code).toBe(0);
      for (const token of [simulator.tokens.revoked, simulator.tokens.owner]) {
        expect(ran.stdout + ran.stderr).not.toContain(token);
      }
    });

    it('is a refused token when no value works', async () => {
      await rotate('acme/none', simulator.tokens.revoked, 'sgp_never-was-a-token');
      useStore('none', { token: 'secretsmanager:acme/none' });

      const ran = await run(['collect', '--json']);

      expect([ran.code, json(ran).runs[0].status]).toEqual([3, 'failed']);
      expect(json(ran).runs[0].conditions[0].summary).toContain('revoked, deleted or mistyped');
    });
  });

  it('keeps a signed record of a token that could not be fetched', async () => {
    const store = useStore('no-token', { token: 'secretsmanager:acme/nowhere' });

    const ran = await run(['collect', '--json']);

    expect([ran.code, json(ran).runs[0].status]).toEqual([4, 'failed']);
    expect(json(ran).runs[0].conditions).toMatchObject([{ condition: 'token-unavailable' }]);
    expect((await verify(store)).code).toBe(0);
  });
});

describe('AWS that refuses', () => {
  let server: AwsServer;
  beforeAll(async () => {
    server = await startAwsServer();
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });

  it.each([
    ['permission', s3Error(403, 'AccessDenied'), 's3:ListBucket'],
    [
      'the region',
      s3Error(301, 'PermanentRedirect', '', { 'x-amz-bucket-region': 'us-west-2' }),
      'Set AWS_REGION to us-west-2',
    ],
    ['the credentials', s3Error(400, 'ExpiredToken'), 'Renew the AWS credentials'],
    ['the key of the bucket', s3Error(400, 'KMS.DisabledException'), 'Enable the KMS key'],
  ])(
    '%s for the store ends the run with 5 and one message, and nothing is written',
    async (_what, answer, hint) => {
      server.answer(() => answer);
      place.writeConfig({ store: 's3://acme-evidence' });

      const ran = await place.run(['collect'], { env: server.env });

      expect(ran.code).toBe(5);
      expect(ran.stdout.split('\n')).toEqual([
        'acme: nothing was committed',
        expect.stringMatching(
          /^ {2}(?:list|store|read): s3:\/\/acme-evidence\/\S+: expected .*, got \d{3} [\w.]+ \(request \S+\)$/,
        ),
        expect.stringContaining(hint),
        '',
      ]);
      expect(server.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
    },
  );

  it('to verify, for want of permission, is exit 5 and no verdict; the configured owner was named', async () => {
    server.answer(() => s3Error(403, 'AccessDenied'));
    place.writeConfig({ store: 's3://acme-evidence/audit/', bucketOwner: '123456789012' });
    const location = 's3://acme-evidence/audit/segment-evidence/v1/acme';

    const ran = await place.run(['verify', location, '--key', place.publicKey, '--json'], {
      env: server.env,
    });

    expect([ran.code, json(ran).stores[0].verdict]).toEqual([5, 'cannot-judge']);
    expect(server.requests.length).toBeGreaterThan(0);
    for (const { headers } of server.requests) {
      expect(headers['x-amz-expected-bucket-owner']).toBe('123456789012');
    }
  });

  it('only the token is a run that failed, with a signed record of it', async () => {
    server.answer(() => jsonError(400, 'AccessDeniedException'));
    place.writeConfig({ store: './evidence-aws' }, { token: 'secretsmanager:acme/token' });

    const ran = await place.run(['collect', '--json'], { env: server.env });
    const verified = await place.run(['verify', './evidence-aws', '--key', place.publicKey]);

    expect([ran.code, json(ran).runs[0].conditions[0].condition]).toEqual([4, 'token-unavailable']);
    expect(verified.code).toBe(0);
  });

  it('the signing key commits nothing', async () => {
    server.answer(() => jsonError(400, 'DisabledException'));
    place.writeConfig({ store: './evidence-kms', signing: { key: 'kms:alias/evidence' } });

    const ran = await place.run(['collect'], { env: server.env });

    expect(ran.code).toBe(5);
    expect(ran.stdout).toContain('Enable the KMS key');
  });
});
