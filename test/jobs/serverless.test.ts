/** serverless.yml: what the function may do, and how the evidence is kept. */
import { describe, expect, it } from 'vitest';
import { allowed, resources, tooWide } from './template.ts';

describe('what the function may do', () => {
  const policy = allowed(resources['CollectPolicy']);

  it('is nothing with a wildcard', () => {
    expect(allowed(resources).length).toBeGreaterThan(6);
    expect(tooWide(allowed(resources))).toEqual([]);
  });

  it('is to write and read evidence, seal, read two secrets, tell and log: not to delete or to unlock', () => {
    expect(policy.flatMap(({ actions }) => actions).sort()).toEqual([
      'kms:DescribeKey',
      'kms:GetPublicKey',
      'kms:Sign',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
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
