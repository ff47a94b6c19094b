/** The package deployed without osls, by the commands of docs/aws.md, to a stand-in for AWS. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, section } from '../docs/pages.ts';
import { withFolder } from '../support/folder.ts';
import { hasMoto, startMoto } from '../support/moto.ts';
import { ROOT } from '../support/source-tree.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret';
const DEPLOY = `secretArns: [ "${ARN}:one-a1b2c3", "${ARN}:two-d4e5f6" ]
fingerprintSecretArn: ${ARN}:fp-a1b2c3
consumers: 10
`;
const hasAws = spawnSync('aws', ['--version']).status === 0;
if (!hasAws) console.warn('NOT TESTED: deploying without osls: the command line of AWS is missing');

describe.runIf(hasMoto('deploying without osls') && hasAws)('deploying without osls', () => {
  it('makes three functions, of which one is handed what the queue has, as many at once as deploy.yml says', async () => {
    const [, commands = ''] =
      /```sh\n([\s\S]*?)```/.exec(section(readPage('docs/aws.md'), '### Without osls')) ?? [];
    const moto = await startMoto();
    try {
      await withFolder(async (folder) => {
        const region = { AWS_DEFAULT_REGION: moto.env['AWS_REGION'] ?? '' };
        const env = { ...moto.env, ...region, PATH: process.env['PATH'] ?? '', HOME: folder };
        const options = { cwd: folder, env, encoding: 'utf8' } as const;
        const aws = (...args: readonly string[]) =>
          execFileSync('aws', [...args, '--output', 'json'], options);
        writeFileSync(join(folder, 'deploy.yml'), DEPLOY);
        execFileSync(process.execPath, [join(ROOT, 'scripts/build-lambda.mjs')], options);
        aws('s3', 'mb', 's3://bucket-for-code');
        // moto looks for a template in a bucket of another name.
        const typed = commands.replaceAll('BUCKET-FOR-CODE', 'bucket-for-code');
        const shell = typed.replace('packaged.yaml --s3-bucket bucket-for-code', 'packaged.yaml');
        execFileSync('sh', ['-ec', shell], options);

        const { Functions } = JSON.parse(aws('lambda', 'list-functions'));
        const { EventSourceMappings } = JSON.parse(aws('lambda', 'list-event-source-mappings'));
        const names = Functions.map(({ FunctionName }: { FunctionName: string }) => FunctionName);
        expect(names.sort()).toEqual(
          ['collect', 'dispatch', 'watchdog'].map((name) => `segment-evidence-production-${name}`),
        );
        expect(EventSourceMappings).toMatchObject([
          {
            BatchSize: 1,
            EventSourceArn: expect.stringMatching(/:segment-evidence-production-runs\.fifo$/),
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            ScalingConfig: { MaximumConcurrency: 10 },
          },
        ]);
      });
    } finally {
      await moto.empty();
    }
  }, 240_000);
});
