/** Commands that only read evidence, where there is none: they say so, and that they cannot judge. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AwsServer, startAwsServer } from '../support/aws-server.ts';
import { xml } from '../support/good-bucket.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';

let cli: InProcessCli;
let bucket: AwsServer;

beforeAll(async () => {
  const clock = createStillClock();
  // Nobody listens there, and nobody is asked.
  cli = await createInProcessCli({ url: 'http://127.0.0.1:9', token: 'a-token', clock });
  mkdirSync(join(cli.dir, 'empty'));
  mkdirSync(join(cli.dir, 'no-connection/segment-evidence/v1'), { recursive: true });
  mkdirSync(join(cli.dir, 'no-record/segment-evidence/v1/acme/chain'), { recursive: true });
  bucket = await startAwsServer();
  // The library of AWS looks into the environment of this process.
  for (const [name, value] of Object.entries(bucket.env)) vi.stubEnv(name, value);
  bucket.answer(() => xml('<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>'));
});
afterAll(async () => {
  cli.remove();
  vi.unstubAllEnvs();
  await bucket.stop();
});

const COMMANDS = [
  'status --from 2026-11-01 --to 2026-11-02',
  'population users',
  'changes',
  'changes --collector',
  'review start',
  'review status',
  'mcp',
];
const run = (command: string, ...more: readonly string[]) =>
  cli.run([...command.split(' '), ...more, '--key', cli.publicKey]);

describe.each(['./nowhere', 'empty', 'no-connection', 'no-record', 's3://acme-evidence/audit'])(
  'of the store %s',
  (store) => {
    it.each(COMMANDS)('%s ends with 7, and prints no answer', async (command) => {
      const ran = await run(command, '--store', store);

      expect([ran.code, command.startsWith('status') ? '' : ran.stdout]).toEqual([7, '']);
      expect(`${ran.stdout}${ran.stderr}`).toMatch(/expected .*, got none|NOTHING_THERE/);
    });

    it('verify ends with 7', async () => {
      expect((await run(`verify ${store}`)).code).toBe(7);
    });

    it('a name does not make it a slip of the pen', async () => {
      expect((await run('population users', '--store', store, '--connection', 'acme')).code).toBe(7);
    });
  },
);

it.each(['status', 'verify', 'reperform', ...COMMANDS])(
  '%s ends with 7 where a configuration names a store in which nothing is',
  async (command) => {
    const { code } = await cli.run(command.split(' '));

    expect(code).toBe(7);
  },
);

it('a connection of another name than all that are there is a slip of the pen', async () => {
  const ran = await run('population users', '--store', 'no-record', '--connection', 'acne');

  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('expected one of acme, got acne')]);
});
