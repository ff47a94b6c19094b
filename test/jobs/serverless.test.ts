/** serverless.yml: what the function may do, and how the evidence is kept. */
import { describe, expect, it } from 'vitest';
import { allowed, collectFunction, deployed, resources, statementsOf, tooWide } from './template.ts';

describe('what the function may do', () => {
  it('is nothing with a wildcard', () => {
    expect(allowed(resources).length).toBeGreaterThan(6);
    expect(tooWide(allowed(resources))).toEqual([]);
  });

  it('is to write and read evidence, seal, read secrets, tell and log: not to delete or to unlock', () => {
    const actions = statementsOf('CollectPolicy').flatMap(({ Action }) => Action);

    expect([...new Set(actions)].sort()).toEqual([
      'kms:DescribeKey',
      'kms:GetPublicKey',
      'kms:Sign',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketVersioning',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      's3:PutObjectLegalHold',
      's3:PutObjectRetention',
      'secretsmanager:GetSecretValue',
      'sns:Publish',
    ]);
  });

  it.each([
    ['an action', { Effect: 'Allow', Action: 's3:Put*', Resource: 'arn:aws:s3:::b/p/*' }],
    ['every action', { Effect: 'Allow', Action: ['s3:GetObject', '*'], Resource: 'arn:aws:s3:::b/p/*' }],
    ['every resource', { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
    ['every bucket', { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::*/p/*' }],
    [
      'every secret of a name',
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ['arn:a:b*'] },
    ],
  ])('would be noticed to be too wide: %s', (_what, statement) => {
    expect(tooWide(allowed({ Statement: [statement] }))).toHaveLength(1);
  });
});

describe('how the evidence is kept', () => {
  it('is in a bucket that outlives the stack, versioned, locked, encrypted and closed', () => {
    const bucket = resources['EvidenceBucket'];

    expect(bucket).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        ObjectLockEnabled: true,
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: expect.anything(),
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(JSON.stringify(resources['EvidenceBucketPolicy'])).toContain('aws:SecureTransport');
    expect(resources['SigningKey']).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    });
  });
});

describe('what people hear', () => {
  const MADE = 'arn:aws:sns:eu-central-1:123456789012:made';
  const THERE = 'arn:aws:sns:eu-central-1:210987654321:ops';
  const stack = (topic: string) => ({
    names: {
      AlertTopic: MADE,
      TopicArn: topic,
      AlertProtocol: 'email',
      AlertEndpoint: 'ops@acme.example',
      CollectLambdaFunction: 'collect',
    },
    conditions: { MakesTopic: topic === '' },
  });
  const properties = (name: string, topic: string) =>
    deployed(resources[name]?.Properties, stack(topic)) as Record<string, unknown>;

  it.each([
    ['one of its own', '', MADE],
    ['one that there is already', THERE, THERE],
  ])('goes to one topic, whether alert, alarm or subscription: %s', (_whose, given, topic) => {
    const environment = collectFunction['environment'] as Record<string, unknown>;

    expect(deployed(environment['ALERT_TOPIC_ARN'], stack(given))).toBe(topic);
    for (const alarm of ['RunFailed', 'NothingRan'])
      expect(properties(alarm, given)['AlarmActions']).toEqual([topic]);
    expect(properties('AlertSubscription', given)).toEqual({
      TopicArn: topic,
      Protocol: 'email',
      Endpoint: 'ops@acme.example',
    });
    expect(resources['AlertTopic']).toMatchObject({ Condition: 'MakesTopic' });
    expect(resources['AlertSubscription']).toMatchObject({ Condition: 'HasSubscriber' });
  });

  it('is alarm when an invocation failed, and when nothing woke the function for two hours', () => {
    const collect = { Dimensions: [{ Name: 'FunctionName', Value: 'collect' }], Statistic: 'Sum' };

    expect(properties('RunFailed', '')).toMatchObject({
      ...collect,
      MetricName: 'Errors',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      // No invocation is the other alarm's business.
      TreatMissingData: 'notBreaching',
    });
    expect(properties('NothingRan', '')).toMatchObject({
      ...collect,
      MetricName: 'Invocations',
      Period: 3600,
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });
});

describe('when it runs', () => {
  it('is every quarter of an hour, and the next wake, not the platform, tries again', () => {
    expect(collectFunction['events']).toEqual([{ schedule: { rate: 'cron(0/15 * * * ? *)' } }]);
    expect(collectFunction['maximumRetryAttempts']).toBe(0);
  });
});
