/** That the templates made from serverless.yml are sound: by osls, and by us for CloudFormation alone. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lambdaTemplate } from '../../scripts/template-lambda.mjs';
import { withFolder } from '../support/folder.ts';
import { ROOT } from '../support/source-tree.ts';
import { allowed, tooWide } from './template.ts';

/** osls without the network: from npm's cache, or not at all. */
const osls = (cwd: string, args: readonly string[]) =>
  spawnSync('npx', ['--offline', '-y', 'osls@4.3.1', ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', SLS_TELEMETRY_DISABLED: '1' },
  });
const has = (command: string) => spawnSync(command, ['--version']).status === 0;

const TWO_SECRETS = `secretArns:
  - arn:aws:secretsmanager:eu-central-1:123456789012:secret:segment-evidence/one-a1b2c3
  - arn:aws:secretsmanager:eu-central-1:123456789012:secret:segment-evidence/two-d4e5f6
fingerprintSecretArn: arn:aws:secretsmanager:eu-central-1:123456789012:secret:segment-evidence/fp-a1b2c3
`;
const EVERYTHING = `${TWO_SECRETS}secretKeyArn: arn:aws:kms:eu-central-1:123456789012:key/1234
topicArn: arn:aws:sns:eu-central-1:123456789012:ops
alertEndpoint: ops@acme.example
retentionMode: COMPLIANCE
retentionDays: 2555
consumers: 10
secretPrefix: fleet/tokens/
includePrefix: fleet/connections/
alertSecretArns: [ "arn:aws:secretsmanager:eu-central-1:123456789012:secret:segment-evidence/two-d4e5f6" ]
`;

const isThere = osls(ROOT, ['--version']).status === 0;
if (!isThere)
  console.warn('NOT TESTED: osls is not in the cache of npm; run npx -y osls@4.3.1 --version once');

describe.runIf(isThere)('the template made from it', () => {
  it.each([
    ['with what has to be said', TWO_SECRETS, { TopicArn: '', AlertEndpoint: '' }, 'GOVERNANCE', 400],
    [
      'with everything',
      EVERYTHING,
      { TopicArn: 'arn:aws:sns:eu-central-1:123456789012:ops', AlertEndpoint: 'ops@acme.example' },
      'COMPLIANCE',
      2555,
    ],
  ])(
    '%s is one that CloudFormation understands, made without credentials and without the network',
    async (_what, deploy, parameters, Mode, Days) => {
      await withTemplate(deploy, ({ file, template }) => {
        expect(tooWide(allowed(template))).toEqual([]);
        expect(template.Resources.CollectLambdaFunction.Properties).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          MemorySize: 512,
          Timeout: 900,
        });
        expect(template.Resources.CollectLogGroup.Properties.RetentionInDays).toBe(400);
        expect(
          template.Resources.EvidenceBucket.Properties.ObjectLockConfiguration.Rule.DefaultRetention,
        ).toEqual({ Mode, Days });
        for (const [name, value] of Object.entries(parameters))
          expect(template.Parameters[name].Default).toBe(value);
        const lists = allowed(template).filter(
          ({ actions }) => actions[0] === 'secretsmanager:GetSecretValue',
        );
        expect(lists.filter(({ resources }) => resources.length === 2)).toHaveLength(1);
        expect(template.Resources.CollectEventSourceMappingSQSRunQueue.DependsOn).toContain('CollectPolicy');
        // W3005: osls itself says twice that the function comes after its role.
        expect(lint(file, 'W3005')).toEqual([0, '']);
      });
    },
    180_000,
  );

  it.each([
    ['with what has to be said', TWO_SECRETS],
    ['with everything', EVERYTHING],
  ])(
    '%s is the one for CloudFormation alone, with its parameters filled in',
    async (_what, deploy) => {
      await withTemplate(deploy, ({ template }) => {
        const ours = filledIn(lambdaTemplate(), parse(deploy));
        const theirs = template.Resources;
        // Where osls puts the code is its own business.
        const {
          ServerlessDeploymentBucket: _bucket,
          ServerlessDeploymentBucketPolicy: _policy,
          ...made
        } = theirs;

        expect(comparable(ours['Resources'])).toEqual(comparable(made));
        const { ServerlessDeploymentBucketName: _name, ...outputs } = template.Outputs;
        expect(ours['Outputs']).toEqual(outputs);
      });
    },
    180_000,
  );

  it('is not made while a secret is not named', async () => {
    await withFolder(async (folder) => {
      arrange(folder, 'fingerprintSecretArn: arn\n');
      const packaged = osls(folder, ['package']);

      expect(packaged.status).toBe(1);
      // Which one is missing the build says, with its line; the packager knows only that one is.
      expect(`${packaged.stdout}${packaged.stderr}`).toContain('Value not found at "param" source');
    });
  }, 180_000);
});

describe('the template for CloudFormation alone', () => {
  it('is one that CloudFormation understands', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'template.json');
      writeFileSync(file, JSON.stringify(lambdaTemplate()));

      // W3002: the path of the ZIP, which `aws cloudformation package` puts somewhere.
      expect(lint(file, 'W3002')).toEqual([0, '']);
    });
  });
});

function lint(file: string, passedOver: string): readonly unknown[] {
  if (!has('cfn-lint')) {
    console.warn('NOT TESTED: the template by cfn-lint, which is missing');
    return [0, ''];
  }
  const { status, stdout } = spawnSync('cfn-lint', ['-i', passedOver, '--', file], { encoding: 'utf8' });
  return [status, stdout];
}

type Plain = Readonly<Record<string, unknown>>;

/** What becomes of a template of ours when it is given what a deploy.yml says, under the name that osls gives its stack. */
function filledIn(template: { readonly Parameters: Plain }, deploy: Plain): Plain {
  const given = new Map(
    Object.entries(template.Parameters).flatMap(([name, facts]) => {
      const said = deploy[name.replace(/^./, (first) => first.toLowerCase())];
      // Of these osls makes parameters too.
      const isParameter = /^(?:Topic|Alert(?:Protocol|Endpoint)|SecretKey|(?:Secret|Include)Prefix)/.test(
        name,
      );
      const fallback =
        name === 'AlertSecretArns' ? deploy['fingerprintSecretArn'] : (facts as Plain)['Default'];
      return isParameter ? [] : [[name, said ?? fallback] as const];
    }),
  );
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    const { Ref: name, 'Fn::Sub': pattern } = value as Plain;
    if (given.has(String(name))) return given.get(String(name));
    if (typeof pattern === 'string')
      return pattern.replace(['$', '{AWS::StackName}'].join(''), 'segment-evidence-production');
    const filled = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each)]));
    const [separator, parts] = (filled['Fn::Join'] ?? []) as [string, unknown];
    const isText = Array.isArray(parts) && parts.every((part) => typeof part === 'string');
    return isText ? parts.join(separator) : filled;
  };
  return fill(template) as Plain;
}

/** Numbers are text in some places of one and not of the other; CloudFormation takes both. */
function comparable(resources: unknown): unknown {
  const { Code: _code, ...plain } = (
    typeof resources === 'object' && resources !== null ? resources : {}
  ) as Plain;
  if (Array.isArray(resources)) return resources.map(comparable);
  if (typeof resources !== 'object' || resources === null) return String(resources);
  return Object.fromEntries(
    Object.entries(plain)
      .filter(([name]) => name !== 'DependsOn')
      .map(([name, value]) => [name, comparable(value)]),
  );
}

interface Made {
  readonly file: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template of CloudFormation, as JSON
  readonly template: any;
}

async function withTemplate(deploy: string, look: (made: Made) => void): Promise<void> {
  await withFolder(async (folder) => {
    arrange(folder, deploy);
    const packaged = osls(folder, ['package']);
    expect([packaged.status, packaged.stderr]).toEqual([0, expect.stringContaining('packaged')]);
    const file = join(folder, '.serverless/cloudformation-template-update-stack.json');
    look({ file, template: JSON.parse(readFileSync(file, 'utf8')) });
  });
}

function arrange(folder: string, deploy: string): void {
  copyFileSync(join(ROOT, 'serverless.yml'), join(folder, 'serverless.yml'));
  writeFileSync(join(folder, 'deploy.yml'), deploy);
  mkdirSync(join(folder, 'build/lambda'), { recursive: true });
  writeFileSync(join(folder, 'build/lambda/segment-evidence.zip'), 'a stand-in');
}
