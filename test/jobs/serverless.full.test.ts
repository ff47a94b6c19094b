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
