/** serverless.yml: what the function may do, how the evidence is kept, and that the template made from it is sound. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withFolder } from '../support/folder.ts';
import { ROOT } from '../support/source-tree.ts';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** Functions of CloudFormation become one-member objects, as in JSON. */
const tags = ['Ref', 'GetAtt', 'Join'].flatMap((name) => {
  const key = name === 'Ref' ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text: string) => ({ [key]: text }) },
    {
      tag: `!${name}`,
      collection: 'seq' as const,
      resolve: (seq: { toJSON(): unknown }) => ({ [key]: seq.toJSON() }),
    },
  ];
});
const source = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'), {
  customTags: tags as never,
  logLevel: 'error',
});
const resources = source.resources.Resources as Readonly<Record<string, Resource>>;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

interface Allowed {
  readonly where: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
}

/** Every statement that allows something, wherever in a template it stands. */
function allowed(value: unknown, where = ''): readonly Allowed[] {
  if (typeof value !== 'object' || value === null) return [];
  const statement = value as Partial<Statement>;
  const own =
    statement.Effect === 'Allow' && statement.Resource !== undefined
      ? [{ where, actions: list(statement.Action).map(String), resources: list(statement.Resource) }]
      : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => allowed(inner, `${where}/${key}`))];
}

/** What is too wide: any `*` in an action, and a resource that is not one named thing or what is under it. */
function tooWide(statements: readonly Allowed[]): readonly string[] {
  return statements.flatMap(({ where, actions, resources: targets }) => [
    ...actions.filter((action) => action.includes('*')).map((action) => `${where}: ${action}`),
    ...targets
      .map((target) => JSON.stringify(target))
      .filter((target) =>
        target
          .replace(/\]\]\}$/, ']}')
          .replace(/\/\*"(\]\})?$/, '"')
          .includes('*'),
      )
      // In the policy of a key, * is that key; nothing else can stand there.
      .filter((target) => !(target === '"*"' && /KeyPolicy/.test(where)))
      .map((target) => `${where}: ${target}`),
  ]);
}

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

/** osls without the network: from npm's cache, or not at all. */
const osls = (cwd: string, args: readonly string[]) =>
  spawnSync('npx', ['--offline', '-y', 'osls@4.3.1', ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', SLS_TELEMETRY_DISABLED: '1' },
  });
const has = (command: string) => spawnSync(command, ['--version']).status === 0;

describe('the template made from it', () => {
  it('is one that CloudFormation understands, made without credentials and without the network', async (context) => {
    if (osls(ROOT, ['--version']).status !== 0) {
      console.warn('skipped: osls is not in the cache of npm; run npx -y osls@4.3.1 --version once');
      return context.skip();
    }
    await withFolder(async (folder) => {
      copyFileSync(join(ROOT, 'serverless.yml'), join(folder, 'serverless.yml'));
      mkdirSync(join(folder, 'build/lambda'), { recursive: true });
      writeFileSync(join(folder, 'build/lambda/segment-evidence.zip'), 'a stand-in');
      const packaged = osls(folder, ['package']);
      expect([packaged.status, packaged.stderr]).toEqual([0, expect.stringContaining('packaged')]);
      const file = join(folder, '.serverless/cloudformation-template-update-stack.json');
      const template = JSON.parse(readFileSync(file, 'utf8'));

      expect(tooWide(allowed(template))).toEqual([]);
      expect(template.Resources.CollectLambdaFunction.Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: 512,
        Timeout: 900,
      });
      expect(template.Resources.CollectLogGroup.Properties.RetentionInDays).toBe(400);
      if (!has('cfn-lint')) return console.warn('not linted: cfn-lint is missing');
      // W3005: osls itself says twice that the function comes after its role.
      const linted = spawnSync('cfn-lint', ['-i', 'W3005', '--', file], { encoding: 'utf8' });
      expect([linted.status, linted.stdout]).toEqual([0, '']);
    });
  }, 180_000);
});
