/** Broken environments that take their time, or need a process with limits of its own. The rest: `broken-environments.test.ts`. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCALES, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CLI, createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { chainOf, pathsIn } from './stored.ts';

/** Takes every connection and answers nothing. */
const silent = createServer((socket) => socket.on('error', () => undefined));
let silentUrl = '';
let simulator: Simulator;
const places: Workplace[] = [];
beforeAll(async () => {
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const address = silent.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  silentUrl = `http://127.0.0.1:${address.port}`;
  simulator = await startSimulator({ now: () => new Date(), size: SCALES.small });
});
afterAll(async () => {
  for (const place of places) place.remove();
  silent.close();
  await simulator.close();
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly printed: string;
  readonly seconds: number;
}

interface Running {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stopAfterMs?: number;
  /** What a shell does before: such as `ulimit -n 256`. */
  readonly before?: string;
}

interface Started {
  readonly stop: () => void;
  readonly ended: Promise<Ended>;
}

/** Starts a command as a process of its own. */
function start(place: Workplace, { args, env, before = 'true' }: Running): Started {
  const begun = performance.now();
  const own = {
    PATH: process.env['PATH'],
    HOME: place.dir,
    SEGMENT_TOKEN: simulator.tokens.owner,
    FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
    AWS_REGION: 'us-east-1',
  };
  let stop = () => {};
  const ended = new Promise<Ended>((done) => {
    const child = execFile(
      'sh',
      ['-c', `${before} && exec "$0" "$@"`, process.execPath, CLI, ...args],
      { cwd: place.dir, env: { ...own, ...env }, maxBuffer: 1 << 26 },
      (_error, stdout, stderr) =>
        done({
          code: child.exitCode,
          signal: child.signalCode,
          printed: `${stdout}\n${stderr}`,
          seconds: (performance.now() - begun) / 1000,
        }),
    );
    stop = () => void child.kill('SIGTERM');
  });
  return { stop: () => stop(), ended };
}

/** Runs a command to its end, and asks it to stop after a while where told so. */
async function run(place: Workplace, running: Running): Promise<Ended> {
  const { stop, ended } = start(place, running);
  if (running.stopAfterMs !== undefined) void wait(running.stopAfterMs).then(stop);
  return ended;
}

async function placeWith(changes: Readonly<Record<string, unknown>>): Promise<Workplace> {
  const place = await createProcessWorkplace(simulator.url, simulator.tokens.owner);
  places.push(place);
  place.writeConfig(changes);
  return place;
}

const BUCKET = { store: 's3://acme-evidence' };
const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'nothing' };
const noMetadata = { AWS_EC2_METADATA_DISABLED: 'true' };

/** A profile whose credentials come from a process that takes longer than anybody waits. */
function slowProcess(place: Workplace, mark: string): Readonly<Record<string, string>> {
  mkdirSync(join(place.dir, '.aws'));
  const command = `sh -c "sleep ${mark}; echo late"`;
  writeFileSync(join(place.dir, '.aws/config'), `[profile slow]\ncredential_process = ${command}\n`);
  return { ...noMetadata, AWS_PROFILE: 'slow', AWS_ENDPOINT_URL: silentUrl };
}

const isRunning = (mark: string) => spawnSync('pgrep', ['-f', `sleep ${mark}`]).status === 0;

describe('what is waited for', { timeout: 200_000 }, () => {
  it.concurrent('has a limit: a credential process, which is ended with its children', async () => {
    const place = await placeWith(BUCKET);

    const ended = await run(place, { args: ['collect'], env: slowProcess(place, '3071') });

    expect(ended.code).toBe(5);
    expect(ended.printed).toMatch(
      /got CredentialsLate\n {2}Check what gives this process its AWS credentials/,
    );
    expect(ended.seconds).toBeLessThan(60);
    expect([isRunning('3071'), pathsIn(place.store)]).toEqual([false, []]);
  });

  it.concurrent.each([
    {
      what: 'STS',
      env: async (place: Workplace) => {
        writeFileSync(join(place.dir, 'web-token'), 'x');
        const role = { AWS_ROLE_ARN: 'arn:aws:iam::111111111111:role/r', AWS_ENDPOINT_URL: silentUrl };
        return { ...noMetadata, ...role, AWS_WEB_IDENTITY_TOKEN_FILE: join(place.dir, 'web-token') };
      },
    },
    {
      what: 'metadata of a container',
      env: async () => ({
        ...noMetadata,
        AWS_ENDPOINT_URL: silentUrl,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${silentUrl}/credentials`,
      }),
    },
    {
      what: 'metadata of a machine',
      env: async () => ({ AWS_ENDPOINT_URL: silentUrl, AWS_EC2_METADATA_SERVICE_ENDPOINT: silentUrl }),
    },
  ])('has a limit: $what', async ({ env }) => {
    const place = await placeWith(BUCKET);

    const ended = await run(place, { args: ['collect'], env: await env(place) });

    expect(ended.code).toBe(5);
    expect(ended.printed).toMatch(/ {2}(Check what gives|Give) this process (its )?AWS credentials/);
    expect(ended.seconds).toBeLessThan(60);
    expect(pathsIn(place.store)).toEqual([]);
  });

  it.concurrent.each([
    { what: 'a credential process', env: (place: Workplace) => slowProcess(place, '3072') },
    { what: 'a bucket', env: () => ({ ...keys, ...noMetadata, AWS_ENDPOINT_URL: silentUrl }) },
  ])('is ended by a stop in under 30 seconds, children included: $what', async ({ env }) => {
    const place = await placeWith(BUCKET);

    const ended = await run(place, { args: ['collect'], env: env(place), stopAfterMs: 3_000 });

    expect([ended.code, ended.signal]).toContainEqual(ended.code === null ? 'SIGTERM' : 143);
    expect(ended.printed).toContain('interrupted by SIGTERM');
    expect(ended.seconds - 3).toBeLessThan(30);
    expect([isRunning('3072'), pathsIn(place.store)]).toEqual([false, []]);
  });
});

describe('256 descriptors', () => {
  it('are enough for a hundred connections that are due at once', { timeout: 400_000 }, async () => {
    const names = Array.from({ length: 100 }, (_, index) => `acme-${index}`);
    const place = await placeWith({
      connections: names.map((name) => ({
        name,
        region: 'us',
        token: 'env:SEGMENT_TOKEN',
        baseUrl: simulator.url,
        requestsPerMinute: 10_000,
        schedule: '0 3 * * *',
      })),
    });
    const began = performance.now();
    const before = 'ulimit -n 256';
    const { stop, ended } = start(place, { args: ['schedule', '--port', '0'], env: {}, before });
    const filled = () => names.filter((name) => chainOf(place.store, name).length === 1).length;
    while (filled() < names.length && performance.now() - began < 350_000) await wait(500);
    stop();

    const { printed } = await ended;
    expect(printed).not.toMatch(/EMFILE|nothing was committed/);
    expect(filled()).toBe(100);
  });
});
