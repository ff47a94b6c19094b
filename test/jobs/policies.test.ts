/** What the policies of serverless.yml come to: what may be done with the evidence, and what nobody may do. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBucket } from '../../src/store/s3-bucket.ts';
import { probeBucket } from '../../src/store/s3-probe.ts';
import { type AwsServer, s3Error, startAwsServer } from '../support/aws-server.ts';
import { obedientBucket, probedBucket } from '../support/good-bucket.ts';
import { type Asked, askedOfS3, isAllowed, type Statement } from '../support/iam.ts';
import { statementsOf } from './template.ts';

const BUCKET = 'arn:aws:s3:::acme-evidence';
const RECORD = `${BUCKET}/audit/segment-evidence/v1/acme/chain/001/000000000000.sigstore.json`;
const tls = { 'aws:SecureTransport': 'true' };
/** Somebody who may do everything in the account: only the bucket's own policy stands in the way. */
const ADMINISTRATOR: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

const asked = (action: string, keys: Asked['keys'] = {}, resource = RECORD): Asked => ({
  action: `s3:${action}`,
  resource,
  keys: { ...tls, ...keys },
});
const create = { 's3:if-none-match': '*' };
const hold = (status: string) => ({ 's3:object-lock-legal-hold': status });

describe('with the evidence', () => {
  const bucket = statementsOf('EvidenceBucketPolicy');
  const role = [...bucket, ...statementsOf('CollectPolicy')];
  const administrator = [...bucket, ADMINISTRATOR];

  it.each<[string, Asked, boolean, boolean]>([
    ['create an object', asked('PutObject', create), true, true],
    ['write an object without If-None-Match', asked('PutObject'), false, false],
    ['write one over by its ETag', asked('PutObject', { 's3:if-match': '"e"' }), false, false],
    ['set a legal hold', asked('PutObjectLegalHold', hold('ON')), true, true],
    ['release a legal hold', asked('PutObjectLegalHold', hold('OFF')), false, false],
    ['lock an object for a time', asked('PutObjectRetention'), true, true],
    ['read an object', asked('GetObject'), true, true],
    ['list the bucket', asked('ListBucket', {}, BUCKET), true, true],
    ['create without TLS', asked('PutObject', { ...create, 'aws:SecureTransport': 'false' }), false, false],
    ['create beside the evidence', asked('PutObject', create, `${BUCKET}/other`), false, true],
    ['delete an object', asked('DeleteObject'), false, true],
    ['delete a version', asked('DeleteObjectVersion'), false, true],
    ['pass a governor’s lock', asked('BypassGovernanceRetention'), false, true],
    ['change the policy of the bucket', asked('PutBucketPolicy', {}, BUCKET), false, true],
    ['turn versions off', asked('PutBucketVersioning', {}, BUCKET), false, true],
  ])('who may %s: the function, an administrator', (_what, what, function_, anybody) => {
    expect([isAllowed(role, what), isAllowed(administrator, what)]).toEqual([function_, anybody]);
  });

  it('writing takes the condition in the role too, should the bucket lose its policy', () => {
    const alone = statementsOf('CollectPolicy');

    expect(isAllowed(alone, asked('PutObject', create))).toBe(true);
    expect(isAllowed(alone, asked('PutObject'))).toBe(false);
  });
});

describe('with the evidence, for who does not collect', () => {
  const bucket = statementsOf('EvidenceBucketPolicy');
  const ALERT = `${BUCKET}/audit/segment-evidence/v1/acme/alerts/0123.json`;
  const rows: readonly [string, Asked, boolean, boolean][] = [
    ['read an object', asked('GetObject'), true, true],
    ['list the bucket', asked('ListBucket', {}, BUCKET), true, true],
    ['see versions', asked('ListBucketVersions', {}, BUCKET), false, true],
    ['note a delivery', asked('PutObject', create, ALERT), false, true],
    ['write a note over', asked('PutObject', {}, ALERT), false, false],
    ['create a record', asked('PutObject', create), false, false],
    ['set a legal hold', asked('PutObjectLegalHold', hold('ON'), ALERT), false, false],
    ['delete a note', asked('DeleteObject', {}, ALERT), false, false],
  ];

  it.each(rows)('who may %s: dispatch, watchdog', (_what, what, dispatch, watchdog) => {
    const of = (policy: string) => isAllowed([...bucket, ...statementsOf(policy)], what);

    expect([of('DispatchPolicy'), of('WatchdogPolicy')]).toEqual([dispatch, watchdog]);
  });

  it('neither signs, and each has its end of the queue', () => {
    const may = (policy: string, action: string, resource: string) =>
      isAllowed(statementsOf(policy), { action, resource });
    const [key, queue] = [
      'arn:aws:kms:eu-central-1:123456789012:key/sealing',
      'arn:aws:sqs:eu-central-1:123456789012:runs.fifo',
    ];
    const table = ['DispatchPolicy', 'CollectPolicy', 'WatchdogPolicy'].map((policy) => [
      may(policy, 'kms:Sign', key),
      may(policy, 'kms:GetPublicKey', key),
      may(policy, 'sqs:SendMessage', queue),
      may(policy, 'sqs:ReceiveMessage', queue),
    ]);

    expect(table).toEqual([
      [false, true, true, false],
      [true, true, false, true],
      [false, true, false, false],
    ]);
  });
});

describe('with secrets', () => {
  const secret = (name: string): Asked => ({
    action: 'secretsmanager:GetSecretValue',
    resource: `arn:${name}`,
  });
  const ten = Array.from({ length: 10 }, (_, index) => `arn:token-${index}`);
  const policy = statementsOf('CollectPolicy', { secretArns: ten, fingerprintSecretArn: 'arn:fingerprint' });

  it('ten workspaces are ten ARNs in deploy.yml: each can be read, and no other', () => {
    for (const name of [...ten.map((arn) => arn.slice(4)), 'fingerprint'])
      expect([name, isAllowed(policy, secret(name))]).toEqual([name, true]);
    expect(isAllowed(policy, secret('token-10'))).toBe(false);
  });

  it('those of channels can be read by the watchdog, and no token; none by dispatch', () => {
    const deployment = { secretArns: ten, alertSecretArns: ['arn:slack'] };
    const may = (of: string, name: string) => isAllowed(statementsOf(of, deployment), secret(name));

    expect(['slack', 'token-0', 'fingerprint'].map((name) => may('WatchdogPolicy', name))).toEqual([
      true,
      false,
      false,
    ]);
    expect(['slack', 'token-0', 'fingerprint'].map((name) => may('DispatchPolicy', name))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('five hundred are two prefixes: what connections are is for all to read, tokens for collect alone', () => {
    const deployment = { secretPrefix: 'fleet/tokens/', includePrefix: 'fleet/connections/' };
    const below = (name: string) => secret(`aws:secretsmanager:eu-central-1:123456789012:secret:${name}`);
    const table = ['DispatchPolicy', 'CollectPolicy', 'WatchdogPolicy'].map((of) =>
      ['fleet/connections/a-a1b2c3', 'fleet/tokens/a-a1b2c3', 'fleet/other'].map((name) =>
        isAllowed(statementsOf(of, deployment), below(name)),
      ),
    );

    expect(table).toEqual([
      [true, false, false],
      [true, true, false],
      [true, false, false],
    ]);
  });

  it('a key of one’s own may be used where one is named, and only then', () => {
    const decrypt: Asked = { action: 'kms:Decrypt', resource: 'arn:key' };
    const with_ = statementsOf('CollectPolicy', { secretKeyArn: 'arn:key' });

    expect([isAllowed(policy, decrypt), isAllowed(with_, decrypt)]).toEqual([false, true]);
  });
});

describe('with people', () => {
  it.each([
    ['of its own', '', 'arn:aws:sns:eu-central-1:123456789012:made'],
    ['that there is already', 'arn:aws:sns:eu-central-1:210987654321:ops', undefined],
  ])('it speaks through a topic %s, and through no other', (_whose, topicArn, made) => {
    const policy = statementsOf('CollectPolicy', { topicArn });
    const publish = (resource: string): Asked => ({ action: 'sns:Publish', resource });

    expect(isAllowed(policy, publish(made ?? topicArn))).toBe(true);
    expect(isAllowed(policy, publish('arn:aws:sns:eu-central-1:123456789012:other'))).toBe(false);
  });
});

describe('doctor, as the function, in a bucket with these policies', () => {
  let server: AwsServer;
  beforeAll(async () => {
    server = await startAwsServer();
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });

  /** Policies are asked before anything else, as AWS does. */
  async function faults(statements: readonly Statement[]): Promise<readonly string[]> {
    const kept = new Map();
    server.answer((request) =>
      askedOfS3(request).every((each) => isAllowed(statements, each))
        ? obedientBucket(request, kept)
        : s3Error(403, 'AccessDenied'),
    );
    const probes = await probeBucket(openBucket(probedBucket()), 'probe');
    return probes
      .filter(({ verdict }) => verdict !== 'ok')
      .map(({ property, verdict }) => `${property}: ${verdict}`);
  }
  const without = (sid: string) => (statement: Statement) => statement.Sid !== sid;
  const bucket = statementsOf('EvidenceBucketPolicy');
  const role = statementsOf('CollectPolicy');
  /** What a role in another installation may well have. */
  const wide = role.map((statement) =>
    statement.Sid === 'CreateEvidence' ? { ...statement, Condition: {} } : statement,
  );

  it('finds everything as it should be', async () => {
    expect(await faults([...bucket, ...role])).toEqual([]);
  });

  it.each([
    ['CreateOnly', 'overwrite: missing'],
    ['KeepLegalHolds', 'legal-hold-release: missing'],
  ])('finds what is not held without %s', async (sid, fault) => {
    expect(await faults([...bucket.filter(without(sid)), ...wide])).toEqual([fault]);
  });
});
