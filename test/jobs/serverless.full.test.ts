/** That the template made from serverless.yml is sound. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
        expect(lists.map(({ resources }) => resources.length)).toEqual([2, 1]);
        if (!has('cfn-lint')) return console.warn('not linted: cfn-lint is missing');
        // W3005: osls itself says twice that the function comes after its role.
        const linted = spawnSync('cfn-lint', ['-i', 'W3005', '--', file], { encoding: 'utf8' });
        expect([linted.status, linted.stdout]).toEqual([0, '']);
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
