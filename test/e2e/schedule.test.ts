import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createWorkplace, ended, type Workplace } from '../support/cli.ts';
import { FEW, READ_LITTLE } from '../support/few.ts';

let simulator: Simulator;
let place: Workplace;

beforeAll(async () => {
  simulator = await startSimulator({ size: FEW, now: () => new Date() });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  place = await createWorkplace(simulator.url, simulator.tokens.owner);
  place.writeConfig({}, { ...READ_LITTLE, schedule: '0 3 * * *' });
});
afterEach(() => {
  place.remove();
  simulator.clearFaults();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Resolves with everything said so far once a line says it. */
function says(child: ChildProcess, text: string): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (said.includes(text)) done(said);
    });
    child.once('exit', () => fail(new Error(`ended without saying ${text}: ${said}`)));
  });
}

const records = () => {
  const folder = join(place.store, 'segment-evidence/v1/acme/chain/001');
  return existsSync(folder) ? readdirSync(folder).length : 0;
};

describe('the schedule process', () => {
  it('catches up at the start, answers probes without a secret, and stops with 0 when it is idle', async () => {
    const port = await freePort();
    const child = place.start(['schedule', '--port', String(port)]);
    const said = await says(child, 'slot filled');
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    const body = await health.text();
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const missing = await fetch(`http://127.0.0.1:${port}/`);
    const posted = await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' });
    child.kill('SIGTERM');

    expect((await ended(child)).code).toBe(0);
    expect([health.status, missing.status, posted.status]).toEqual([200, 404, 405]);
    expect(JSON.parse(body)).toMatchObject({
      status: 'ok',
      connections: [{ connection: 'acme', lastStatus: 'complete', lastExitCode: 0, isRunning: false }],
    });
    expect(metrics).toMatch(/^segment_evidence_last_status\{connection="acme",status="complete"\} 1$/m);
    expect(metrics).toMatch(/^segment_evidence_seconds_since_last_complete\{connection="acme"\} \d+$/m);
    expect(metrics).toMatch(/^segment_evidence_token_age_seconds\{connection="acme"\} \d+$/m);
    expect(metrics).toMatch(/^segment_evidence_next_slot_timestamp_seconds\{connection="acme"\} \d+$/m);
    for (const text of [said, body, metrics]) {
      expect(text).not.toContain(simulator.tokens.owner);
      expect(text).not.toContain('@');
    }
    expect(records()).toBe(1);
  });

  it('is overdue by the schedule it has now, though the last record promised nothing', async () => {
    place.writeConfig({}, READ_LITTLE);
    const old = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000).toISOString();
    expect((await place.run(['collect', '--slot', old])).code).toBe(0);
    place.writeConfig({}, { ...READ_LITTLE, schedule: '0 3 * * *' });
    const port = await freePort();

    const child = place.start(['schedule', '--port', String(port)], { FINGERPRINT_KEY: '' });
    await says(child, 'run failed; it will be tried again');
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const health = await (await fetch(`http://127.0.0.1:${port}/healthz`)).json();
    child.kill('SIGTERM');
    await ended(child);

    expect(metrics).toMatch(/^segment_evidence_overdue\{connection="acme"\} 1$/m);
    expect(Date.parse(Object(health).connections[0].expectedBy)).toBeLessThan(Date.now());
  });

  it('collects nothing again when it is started anew', async () => {
    await place.run(['schedule', '--once']);
    const child = place.start(['schedule', '--port', '0', '--json', '--log-level', 'debug']);
    await says(child, 'scheduled');
    child.kill('SIGINT');

    expect((await ended(child)).code).toBe(0);
    expect(records()).toBe(1);
  });

  it('gives up a run that is under way when it is stopped, leaves nothing half-stored, and exits 143', async () => {
    simulator.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'never-answer' } });
    const child = place.start(['schedule', '--port', '0']);
    await says(child, 'run started');
    child.kill('SIGTERM');

    expect((await ended(child)).code).toBe(143);
    expect(records()).toBe(0);
    simulator.clearFaults();
    const again = await place.run(['schedule', '--once', '--json']);
    const verified = await place.run(['verify', place.store, '--key', place.publicKey]);
    expect([again.code, records(), verified.code]).toEqual([0, 1, 0]);
  });

  const wrong: readonly {
    readonly title: string;
    readonly args: readonly string[];
    readonly arrange: () => void;
    readonly code: number;
    readonly says: RegExp;
  }[] = [
    {
      title: 'a schedule that means nothing',
      args: [],
      arrange: () => place.writeConfig({}, { schedule: '61 3 * * *' }),
      code: 2,
      says: /cron expression/,
    },
    {
      title: 'a time zone that does not exist',
      args: [],
      arrange: () => place.writeConfig({}, { schedule: '0 3 * * *', timezone: 'Mars/Olympus' }),
      code: 2,
      says: /time zone/,
    },
    {
      title: 'no schedule at all',
      args: [],
      arrange: () => place.writeConfig(),
      code: 2,
      says: /acme: expected a schedule/,
    },
    {
      title: 'a port that is none',
      args: ['--port', 'x'],
      arrange: () => undefined,
      code: 2,
      says: /--port/,
    },
    {
      title: 'a key that cannot be used',
      args: [],
      arrange: () => place.writeConfig({ signing: { key: 'env:NO_SUCH_KEY' } }, { schedule: '0 3 * * *' }),
      code: 5,
      says: /signing key/,
    },
  ];

  it.each(wrong)('does not start with $title', async ({ args, arrange, code, says: pattern }) => {
    arrange();
    const before = simulator.requests.length;
    const ran = await place.run(['schedule', ...args]);

    expect([ran.code, simulator.requests.length]).toEqual([code, before]);
    expect(ran.stderr).toMatch(pattern);
    expect(existsSync(place.store)).toBe(false);
  });

  it('does not start on a port that is taken', async () => {
    const ran = await place.run(['schedule', '--port', new URL(simulator.url).port]);

    expect([ran.code, existsSync(place.store)]).toEqual([2, false]);
    expect(ran.stderr).toContain('EADDRINUSE');
  });
});

describe('schedule --once', () => {
  it('fills the slot that is due, and does nothing the second time', async () => {
    const first = JSON.parse((await place.run(['schedule', '--once', '--json'])).stdout);
    const second = await place.run(['schedule', '--once', '--json']);

    expect(first.runs[0]).toMatchObject({ connection: 'acme', result: 'committed', status: 'complete' });
    expect(first.runs[0].slot).toMatch(/T03:00:00\.000Z$/);
    expect(JSON.parse(second.stdout).runs[0].result).toBe('already-collected');
    expect([second.code, records()]).toEqual([0, 1]);
  });

  it('goes on saying 4 about a slot whose record is not complete, without asking Segment again', async () => {
    const env = { SEGMENT_TOKEN: simulator.tokens.member };
    const first = await place.run(['schedule', '--once'], { env });
    const asked = simulator.requests.length;
    const second = await place.run(['schedule', '--once'], { env });

    expect([first.code, second.code, records()]).toEqual([4, 4, 1]);
    expect(simulator.requests.length).toBe(asked);
  });
});
