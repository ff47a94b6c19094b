import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CLI, createWorkplace, ended, type Workplace } from '../support/cli.ts';
import { FEW } from '../support/few.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';
import { chainOf, pathsIn } from './stored.ts';

let simulator: Simulator;
let place: Workplace;
const children: ChildProcess[] = [];

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  place.remove();
  simulator.clearFaults();
});

/** Starts a command, and collects what it prints. */
function start(args: readonly string[]) {
  const child = place.start(args);
  children.push(child);
  const printed = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    printed.stderr += chunk;
  });
  const done = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, printed, done };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5);
}

/** A run that waits for an answer to come; Segment has been asked for `path` by then. */
async function startWaiting(args: readonly string[] = ['collect']) {
  simulator.addFault({ match: { path: '/sources' }, effect: { kind: 'never-answer' } });
  const before = simulator.requests.length;
  const started = start(args);
  await until(() => simulator.requests.slice(before).some(({ path }) => path === '/sources'));
  return started;
}

const rows = [
  { signal: 'SIGTERM', code: 143 },
  { signal: 'SIGINT', code: 130 },
] as const;

describe('a run that is asked to stop', () => {
  it.each(everyNth(rows, 2))(
    'ends with $code at $signal, says so, and leaves nothing half-stored',
    async ({ signal, code }) => {
      const { child, printed, done } = await startWaiting();

      child.kill(signal);

      expect(await done).toBe(code);
      expect(printed.stderr).toContain(`interrupted by ${signal}`);
      expect(printed.stderr).toContain('Run the command again');
      expect(printed.stderr).not.toContain('    at ');
      expect(printed.stdout).toBe('');
      expect(pathsIn(place.store)).toEqual([]);
    },
  );

  it('says so in one JSON document with --json', async () => {
    const { child, printed, done } = await startWaiting(['collect', '--json']);

    child.kill('SIGTERM');

    expect(await done).toBe(143);
    expect(JSON.parse(printed.stdout)).toMatchObject({
      schema: 'segment-evidence/error/v1',
      code: 'INTERRUPTED',
    });
  });

  it('keeps what was committed before, and the next run goes on behind it', async () => {
    expect((await place.run(['collect', '--slot', '2026-01-01T03:00:00Z'])).code).toBe(0);
    const { child, done } = await startWaiting(['collect', '--slot', '2026-01-01T04:00:00Z']);

    child.kill('SIGINT');

    expect(await done).toBe(130);
    expect(chainOf(place.store)).toHaveLength(1);
    simulator.clearFaults();
    expect((await place.run(['collect', '--slot', '2026-01-01T04:00:00Z'])).code).toBe(0);
    expect(chainOf(place.store)).toHaveLength(2);
    expect((await place.run(['verify', place.store, '--key', place.publicKey])).code).toBe(0);
  });

  it('stops between connections too, and what the first one committed stays', async () => {
    const connection = { region: 'us', token: 'env:SEGMENT_TOKEN', requestsPerMinute: 10_000 };
    const slow = await startSimulator({ size: FEW, now: () => new Date() });
    slow.addFault({ match: {}, effect: { kind: 'never-answer' } });
    // Four run side by side: the last one would begin when one of them ends, and none of them does.
    const waiting = ['beta', 'gamma', 'delta', 'epsilon'];
    place.writeConfig({
      connections: [
        { ...connection, name: 'acme', baseUrl: simulator.url },
        ...waiting.map((name) => ({ ...connection, name, baseUrl: slow.url })),
        { ...connection, name: 'omega', baseUrl: simulator.url },
      ],
    });
    const { child, done } = start(['collect']);
    await until(() => slow.requests.length >= waiting.length);

    child.kill('SIGTERM');

    expect(await done).toBe(143);
    expect(chainOf(place.store, 'acme')).toHaveLength(1);
    for (const name of [...waiting, 'omega']) expect(chainOf(place.store, name)).toEqual([]);
    await slow.close();
  });
});

describe('a run that cannot stop cleanly', () => {
  it('ends at once at the second signal', async () => {
    const fifo = join(place.dir, 'token');
    if (spawnSync('mkfifo', [fifo]).status !== 0) {
      console.warn('SKIPPED: no mkfifo here, so the second signal is not tried');
      return;
    }
    // Opening it waits for a writer, who never comes.
    place.writeConfig({}, { token: 'file:./token' });
    const { child, printed, done } = start(['collect']);
    await until(() => printed.stderr.includes('run started'));

    child.kill('SIGTERM');
    child.kill('SIGINT');

    // By the signal itself, which a shell shows as 130 or 143.
    expect(await done).toBeNull();
    expect(['SIGINT', 'SIGTERM']).toContain(child.signalCode);
    expect(pathsIn(place.store)).toEqual([]);
  });
});

describe('a command that only looks', () => {
  it.each(everyNth(rows, 2, 1))('ends at once with $code at the first $signal', async ({ signal, code }) => {
    const { child, printed, done } = start(['fingerprint', '--context', 'token']);
    // More than a pipe holds: once it is written, the command reads, and its handlers stand.
    await new Promise((resolve) => child.stdin?.write('x'.repeat(1 << 18), resolve));

    child.kill(signal);

    expect(await done).toBe(code);
    expect(printed.stderr).toContain(`interrupted by ${signal}`);
  });
});

describe('an output that nobody reads', () => {
  const closed = async (args: readonly string[], outputs: readonly ('stdout' | 'stderr')[]) => {
    const child = place.start(args);
    for (const output of outputs) child[output]?.destroy();
    return ended(child);
  };

  const unread = [
    { title: 'stdout', outputs: ['stdout'] },
    { title: 'stdout and stderr', outputs: ['stdout', 'stderr'] },
  ] as const;

  it.each(everyNth(unread, 2, 1))('harms no run: $title', async ({ outputs }) => {
    const { code } = await closed(['collect', '--log-level', 'debug'], outputs);

    expect(code).toBe(0);
    expect(chainOf(place.store)).toHaveLength(1);
    expect((await place.run(['verify', place.store, '--key', place.publicKey])).code).toBe(0);
  });

  it.each(
    everyNth(
      [
        { title: 'a gap', args: ['collect', '--only', 'users'], code: 4 },
        { title: 'nothing to verify', args: ['verify', './nowhere'], code: 7 },
        { title: 'a mistake', args: ['collect', 'acne'], code: 2 },
        { title: 'a mistake, as JSON', args: ['collect', 'acne', '--json'], code: 2 },
      ],
      4,
    ),
  )('never turns $title into success', async ({ args, code }) => {
    expect((await closed(args, ['stdout', 'stderr'])).code).toBe(code);
  });

  it.runIf(IS_FULL)('says so when the result cannot be written for another reason', async () => {
    if (!existsSync('/dev/full')) {
      console.warn('SKIPPED: no /dev/full here, so a full disk behind stdout is not tried');
      return;
    }
    for (const args of everyNth(['verify ./nowhere', '--help', 'completion bash'], 2)) {
      const ran = spawnSync('sh', ['-c', `"${process.execPath}" "${CLI}" ${args} > /dev/full`], {
        cwd: place.dir,
        encoding: 'utf8',
      });

      const said = 'write result: stdout: expected to write it, got ENOSPC; the answer is not whole\n';
      expect([args, ran.status, ran.stderr]).toEqual([args, 5, said]);
    }
  });

  it.runIf(IS_FULL)(
    'keeps to the run that was committed when neither its answer nor its log can be written',
    async () => {
      if (!existsSync('/dev/full')) {
        console.warn('SKIPPED: no /dev/full here, so a full disk behind stdout and stderr is not tried');
        return;
      }
      const command = `"${process.execPath}" "${CLI}" collect --only workspace > /dev/full 2> /dev/full`;
      const env = {
        SEGMENT_TOKEN: simulator.tokens.owner,
        FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
      };
      const child = spawn('sh', ['-c', command], { cwd: place.dir, env: { ...process.env, ...env } });
      children.push(child);

      expect((await ended(child)).code).toBe(4);
      expect(chainOf(place.store)).toHaveLength(1);
      const asked = `"${process.execPath}" "${CLI}" population workspace > /dev/full`;
      const answer = spawnSync('sh', ['-c', asked], { cwd: place.dir, env: { ...process.env, ...env } });
      expect(answer.status).toBe(5);
    },
  );
});
