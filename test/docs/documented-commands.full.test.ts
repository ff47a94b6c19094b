/**
 * The first hour as README tells it, from the tarball in an empty folder, with Node.js and npm alone, against the
 * simulated workspace: each command as it stands there. Only what a reader knows is put in: the token, and that the
 * workspace is the simulated one.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended } from '../support/cli.ts';
import { RUN } from './documented-commands.ts';
import { ROOT, readPage } from './pages.ts';

const top = mkdtempSync(join(tmpdir(), 'evidence-first-hour-'));
const folder = join(top, 'evidence-of-acme');
const run = new Set<string>();
let serving: ChildProcess | undefined;
let url = '';
let token = '';

const env = () => ({
  HOME: top,
  PATH: `${join(folder, 'node_modules/.bin')}:${dirname(process.execPath)}:/usr/bin:/bin`,
  SEGMENT_TOKEN: token,
  WRITE_KEY: 'a write key',
});

/** Runs a command of the pages in a shell, with some of it exchanged. */
function typed(command: string, exchange: (text: string) => string = (text) => text) {
  expect(RUN).toContain(command);
  run.add(command);
  const ran = spawnSync('sh', ['-c', exchange(command)], { cwd: folder, env: env(), encoding: 'utf8' });
  return { code: ran.status, said: ran.stdout + ran.stderr };
}

beforeAll(async () => {
  // What npm ci makes is there: the test runs on it.
  run.add('npm ci && npm pack --pack-destination ..');
  const packed = spawnSync('npm', ['pack', '--pack-destination', top], { cwd: ROOT, encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(packed.stderr);
  run.add('mkdir ../evidence-of-acme && cd ../evidence-of-acme');
  mkdirSync(folder);
  const install = 'npm install --prefix . --omit=dev ../segment-evidence-*.tgz';
  run.add(install);
  // With the settings of npm that this user has: a mirror, a proxy.
  const installed = spawnSync('sh', ['-c', `${install} --prefer-offline --no-audit --no-fund`], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 240_000,
  });
  if (installed.status !== 0) throw new Error(installed.stderr);
  run.add('export PATH="$PWD/node_modules/.bin:$PATH"');
  run.add('npm run demo -- --serve');
  serving = spawn(
    join(folder, 'node_modules/.bin/segment-evidence'),
    ['demo', '--serve', '--dir', join(top, 'demo')],
    {
      cwd: top,
      env: env(),
    },
  );
  let said = '';
  for await (const chunk of serving.stdout ?? []) {
    said += String(chunk);
    if (said.includes('SERVING') && said.includes('revoked')) break;
  }
  url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
  run.add('export SEGMENT_TOKEN=…');
  token = /export SEGMENT_TOKEN=(\S+)/.exec(said)?.[1] ?? '';
}, 600_000);

afterAll(async () => {
  if (serving !== undefined) {
    const end = ended(serving);
    serving.kill('SIGINT');
    await end;
  }
  rmSync(top, { recursive: true, force: true });
});

describe('the first hour', () => {
  it('leads from init to a verified snapshot', { timeout: 120_000 }, () => {
    const init =
      'segment-evidence init --no-input --name acme-production --region us --role "Workspace Owner"';
    const config = typed(init, (text) => `${text} --base-url ${url}`);
    const steps = ['test --send-alert', 'collect', 'status', 'verify'].map((step) =>
      typed(`segment-evidence ${step}`),
    );

    expect([config.code, ...steps.map(({ code }) => code)]).toEqual([0, 0, 0, 0, 0]);
    expect(config.said).toContain('everything usable');
    expect(steps[3]?.said).toContain('INTACT');
    expect(existsSync(join(folder, '.gitignore'))).toBe(true);
  });

  it('lets an auditor verify with the public key and a kept receipt', () => {
    copyFileSync(join(folder, 'keys/signing-key.pub.pem'), join(folder, 'signing-key.pub.pem'));
    const receipts = join(folder, 'evidence/segment-evidence/v1/acme-production/receipts');
    copyFileSync(join(receipts, readdirSync(receipts)[0] ?? ''), join(folder, 'kept-receipt.txt'));

    const ran = typed(
      'segment-evidence verify ./evidence --key signing-key.pub.pem --receipt kept-receipt.txt',
    );
    expect([ran.code, ran.said.includes('INTACT')]).toEqual([0, true]);
  });

  it('runs by the line for cron, and as a process that ends cleanly at SIGTERM', {
    timeout: 60_000,
  }, async () => {
    const [, line = ''] = /^ *0 3 \* \* \* +(.+)$/m.exec(readPage('docs/deployment.md')) ?? [];
    expect(readPage('README.md')).toContain(line);
    const cron = line.replace('/srv/segment-evidence', folder).replace('/usr/bin/node', process.execPath);
    const once = spawnSync('sh', ['-c', cron], {
      env: { SEGMENT_TOKEN: token, PATH: '/usr/bin:/bin' },
      encoding: 'utf8',
    });
    const command = 'node node_modules/segment-evidence/dist/segment-evidence.mjs schedule';
    run.add(command);
    const stays = spawn('sh', ['-c', `exec ${command} --port 0`], { cwd: folder, env: env() });
    const end = ended(stays);
    for await (const _ of stays.stderr) break;
    stays.kill('SIGTERM');

    expect(once.status).toBe(0);
    expect([0, 143]).toContain((await end).code);
  });

  it('has what Lambda needs, without the repository', { timeout: 120_000 }, () => {
    const copied = typed('cp node_modules/segment-evidence/serverless.yml .');
    // Of a configuration with a folder as its store a function is refused: it has none that lasts.
    const refused = typed('node node_modules/segment-evidence/scripts/build-lambda.mjs');
    rmSync(join(folder, 'evidence.config.yaml'));
    const built = typed('node node_modules/segment-evidence/scripts/build-lambda.mjs');

    expect([copied.code, refused.code, built.code, built.said]).toEqual([
      0,
      2,
      0,
      expect.stringContaining('segment-evidence.zip'),
    ]);
    expect(existsSync(join(folder, 'build/lambda/segment-evidence.zip'))).toBe(true);
  });

  it('runs the other commands that the pages show', () => {
    const config = '--name again --region us --no-input --force';
    const before = spawnSync('sh', ['-c', `segment-evidence init ${config} --base-url ${url}`], {
      cwd: folder,
      env: env(),
    });
    for (const gone of ['evidence', 'keys/signing-key.pem', 'keys/signing-key.pub.pem'])
      rmSync(join(folder, gone), { recursive: true });

    expect(before.status).toBe(0);
    expect(typed('segment-evidence --version').said).toMatch(/^\d+\.\d+\.\d+ /);
    expect(typed('segment-evidence keygen').code).toBe(0);
    expect(typed('segment-evidence config validate').code).toBe(0);
    expect(typed('segment-evidence test').code).toBe(0);
    const fingerprint = 'printf %s "$WRITE_KEY" | segment-evidence fingerprint --context write-key';
    expect(typed(fingerprint).said).toMatch(/^hmac-sha256:/);
  });

  it('has run everything that is said to be run', () => {
    expect(RUN.filter((command) => !run.has(command))).toEqual([]);
  });
});
