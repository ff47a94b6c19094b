/** serverless.yml: what the function may do, and how the evidence is kept. */
import { describe, expect, it } from 'vitest';
import { allowed, deployed, functions, provider, resources, statementsOf, tooWide } from './template.ts';

describe('what the function may do', () => {
  it('is nothing with a wildcard', () => {
    expect(allowed(resources).length).toBeGreaterThan(6);
    expect(tooWide(allowed(resources))).toEqual([]);
  });

  const actionsOf = (policy: string, deployment = {}) =>
    [...new Set(statementsOf(policy, deployment).flatMap(({ Action }) => Action))].sort();
  const EVERYTHING = {
    secretKeyArn: 'arn:key',
    secretPrefix: 'fleet/tokens/',
    includePrefix: 'fleet/connections/',
    alertSecretArns: ['arn:slack'],
  };

  it('is for dispatch to read evidence and to send: no token, nothing to write with', () => {
    const least = [
      'kms:GetPublicKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      'sqs:SendMessage',
    ];
    const included = ['kms:Decrypt', 'secretsmanager:GetSecretValue', 'secretsmanager:ListSecrets'];

    expect(actionsOf('DispatchPolicy')).toEqual(least);
    expect(actionsOf('DispatchPolicy', EVERYTHING)).toEqual([...least, ...included].sort());
  });

  it('is for the watchdog to read evidence and settings, to tell, and to note whom: no token, no signature', () => {
    const least = [
      'kms:GetPublicKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketVersioning',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketVersions',
      's3:PutObject',
      'sns:Publish',
    ];
    const more = ['kms:Decrypt', 'secretsmanager:GetSecretValue', 'secretsmanager:ListSecrets'];

    expect(actionsOf('WatchdogPolicy')).toEqual(least);
    expect(actionsOf('WatchdogPolicy', EVERYTHING)).toEqual([...least, ...more].sort());
  });

  it('is for collect to write and read evidence, seal, read secrets, tell, log: not to unlock, nor to delete but what a run that was cut off had left', () => {
    expect(actionsOf('CollectPolicy')).toEqual([
      'kms:DescribeKey',
      'kms:GetPublicKey',
      'kms:Sign',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:DeleteObject',
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
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ]);
  });

  it('fits into what IAM lets a role have, with as many secrets as a stack holds', () => {
    const statements = ['DispatchPolicy', 'CollectPolicy', 'WatchdogPolicy'].map((policy) =>
      JSON.stringify(statementsOf(policy, EVERYTHING)),
    );

    for (const text of statements) expect(text.length + 4_096 + 1_000).toBeLessThan(10_240);
  });

  it('is said for each by a role of its own', () => {
    expect(Object.values(functions).map(({ role }) => role)).toEqual([
      { 'Fn::GetAtt': 'DispatchRole.Arn' },
      { 'Fn::GetAtt': 'CollectRole.Arn' },
      { 'Fn::GetAtt': 'WatchdogRole.Arn' },
    ]);
  });

  it.each([
    ['an action', { Effect: 'Allow', Action: 's3:Put*', Resource: 'arn:aws:s3:::b/p/*' }],
    ['every action', { Effect: 'Allow', Action: ['s3:GetObject', '*'], Resource: 'arn:aws:s3:::b/p/*' }],
    ['every resource', { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
    ['every name of a secret', { Effect: 'Allow', Action: 'secretsmanager:ListSecrets', Resource: '*' }],
    ['every folder', { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/p/*/x/*' }],
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
      'AWS::StackName': 'a-stack',
      CollectLambdaFunction: 'collect',
      DispatchLambdaFunction: 'dispatch',
      WatchdogLambdaFunction: 'watchdog',
      'DeadLetters.QueueName': 'dead-letters.fifo',
    },
    conditions: { MakesTopic: topic === '' },
  });
  const properties = (name: string, topic: string) =>
    deployed(resources[name]?.Properties, stack(topic)) as Record<string, unknown>;

  it.each([
    ['one of its own', '', MADE],
    ['one that there is already', THERE, THERE],
  ])('goes to one topic, whether alert, alarm or subscription: %s', (_whose, given, topic) => {
    const environment = provider['environment'] as Record<string, unknown>;

    expect(deployed(environment['ALERT_TOPIC_ARN'], stack(given))).toBe(topic);
    const alarms = Object.keys(resources).filter(
      (name) => resources[name]?.Type === 'AWS::CloudWatch::Alarm',
    );
    expect(alarms).toHaveLength(6);
    for (const alarm of alarms) expect(properties(alarm, given)['AlarmActions']).toEqual([topic]);
    expect(properties('AlertSubscription', given)).toEqual({
      TopicArn: topic,
      Protocol: 'email',
      Endpoint: 'ops@acme.example',
    });
    expect(resources['AlertTopic']).toMatchObject({ Condition: 'MakesTopic' });
    expect(resources['AlertSubscription']).toMatchObject({ Condition: 'HasSubscriber' });
  });

  const of = (name: string) => ({ Dimensions: [{ Name: 'FunctionName', Value: name }], Statistic: 'Sum' });

  it.each([
    ['DispatchFailed', 'dispatch'],
    ['WatchdogFailed', 'watchdog'],
  ])('is alarm when an invocation failed: %s', (alarm, name) => {
    expect(properties(alarm, '')).toMatchObject({
      ...of(name),
      MetricName: 'Errors',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      // No invocation is the other alarms' business.
      TreatMissingData: 'notBreaching',
    });
  });

  it.each([
    ['NothingRan', 'dispatch', 2],
    ['NothingWatched', 'watchdog', 3],
  ])('is alarm when nothing woke a function for hours: %s', (alarm, name, hours) => {
    expect(properties(alarm, '')).toMatchObject({
      ...of(name),
      MetricName: 'Invocations',
      Period: 3600,
      EvaluationPeriods: hours,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('is alarm when a run failed, by its invocation or by the line that ends it, and when one was given up', () => {
    const { Metrics } = properties('RunFailed', '') as { Metrics: readonly Record<string, unknown>[] };

    expect(Metrics).toMatchObject([
      { Expression: 'FILL(notComplete, 0) + FILL(errors, 0)' },
      { MetricStat: { Metric: { Namespace: 'a-stack', MetricName: 'NotComplete' }, Period: 3600 } },
      { MetricStat: { Metric: { MetricName: 'Errors', Dimensions: of('collect').Dimensions } } },
    ]);
    expect(properties('RunsGivenUp', '')).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: 'dead-letters.fifo' }],
      Threshold: 1,
    });
  });
});

describe('when it runs', () => {
  it('is every quarter of an hour, and the next wake, not the platform, tries again', () => {
    expect(functions.dispatch['events']).toEqual([{ schedule: { rate: 'cron(0/15 * * * ? *)' } }]);
    for (const facts of Object.values(functions)) expect(facts['maximumRetryAttempts']).toBe(0);
  });

  it('is one run for each message, as many at once as the runs themselves are told', () => {
    const [{ sqs }] = functions.collect['events'] as [{ sqs: Record<string, unknown> }];
    const { SEGMENT_EVIDENCE_CONSUMERS } = functions.collect['environment'] as Record<string, unknown>;

    expect(sqs).toMatchObject({
      arn: { 'Fn::GetAtt': 'RunQueue.Arn' },
      batchSize: 1,
      functionResponseType: 'ReportBatchItemFailures',
      maximumConcurrency: SEGMENT_EVIDENCE_CONSUMERS,
    });
  });

  it('is from a queue that keeps groups in order, hides a message for as long as it can take, and gives up', () => {
    const timeout = provider['timeout'] as number;
    const { VisibilityTimeout, ...queue } = resources['RunQueue']?.Properties ?? {};

    expect(queue).toMatchObject({
      FifoQueue: true,
      ContentBasedDeduplication: false,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': 'DeadLetters.Arn' }, maxReceiveCount: 5 },
    });
    expect(VisibilityTimeout).toBeGreaterThan(timeout);
    expect(VisibilityTimeout).toBeLessThan(timeout + 120);
    expect(resources['DeadLetters']?.Properties).toMatchObject({
      FifoQueue: true,
      SqsManagedSseEnabled: true,
    });
  });
});
