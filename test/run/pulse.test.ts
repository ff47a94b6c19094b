/** What somebody who watches from elsewhere hears of each run: that it began and how it ended, and nothing else. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Limits } from '../../src/deps.ts';
import { InterruptedError } from '../../src/errors.ts';
import { runConnection } from '../../src/run-connection.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { WEBHOOK_SECRET } from '../support/channels.ts';
import { FEW } from '../support/few.ts';
import {
  createInProcessCli,
  createStillClock,
  type InProcessCli,
  type StillClock,
} from '../support/in-process-cli.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));
const HEARTBEAT = { channel: 'heartbeat', url: 'env:BEAT' };
const WEBHOOK = { channel: 'webhook', url: 'env:HOOK', secret: 'env:HOOK_SECRET' };
const DEAD = 'sgp_a-token-that-nobody-was-given';
const RID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let clock: StillClock;
let simulator: Simulator;
let watcher: Receiver;
let place: InProcessCli;

beforeEach(async () => {
  clock = createStillClock();
  simulator = await startSimulator({ now: clock.now, size: FEW });
  watcher = await startReceiver();
  place = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
  configure(HEARTBEAT);
});
afterEach(async () => {
  place.remove();
  await watcher.close();
  await simulator.close();
});

const configure = (...alerts: readonly object[]) => place.writeConfig({ alerts }, { collect: { exclude } });
const environment = (changes = {}) => ({ BEAT: watcher.url, HOOK_SECRET: WEBHOOK_SECRET, ...changes });

async function collect(args: readonly string[] = [], changes = {}) {
  const ran = await place.run(['collect', ...args], environment(changes));
  clock.advance(60 * 60 * 1000);
  return ran;
}

/** Each call as `where word`; which run it is of is looked at apart. */
const calls = () => watcher.received.map(({ path, body }) => `${path.replace(/&rid=.*/, '')} ${body}`);
const IN = '/in?key=path-is-a-secret';
const START = '/in/start?key=path-is-a-secret';
const FAIL = '/in/fail?key=path-is-a-secret';

describe('a heartbeat', () => {
  it('hears that a run began, and that it ended complete', async () => {
    const { code, stdout, stderr } = await collect();

    expect(code).toBe(0);
    expect(calls()).toEqual([`${START} started`, `${IN} complete`]);
    const ids = watcher.received.map(({ path }) => path.replace(/.*&rid=/, ''));
    expect(ids[0]).toMatch(RID);
    expect(ids[1]).toBe(ids[0]);
    expect(watcher.received.map(({ method }) => method)).toEqual(['POST', 'POST']);
    expect(`${stdout}${stderr}`).not.toContain('path-is-a-secret');
  });

  it.each([
    ['a token that is refused', [], { SEGMENT_TOKEN: DEAD }, 3, [`${START} started`, `${FAIL} failed`]],
    [
      'no signing key',
      [],
      { SEGMENT_EVIDENCE_SIGNING_KEY: 'file:none.pem' },
      5,
      [`${FAIL} nothing committed`],
    ],
    ['a trial of one resource', ['--only', 'users'], {}, 4, []],
  ])('hears of %s what is true', async (_title, args, changes, code, expected) => {
    const ran = await collect(args, changes);

    expect([ran.code, calls()]).toEqual([code, expected]);
  });

  it('hears of what is not complete as of a failure', async () => {
    simulator.addFault({ match: { path: '/users' }, effect: { kind: 'short-list', drop: 1 } });

    const { code } = await collect();

    expect([code, calls()]).toEqual([4, [`${START} started`, `${FAIL} partial`]]);
  });

  it('hears of a store that cannot be written', async () => {
    mkdirSync(place.store);
    writeFileSync(join(place.store, 'segment-evidence'), 'in the way');
    const { code } = await collect();

    expect([code, calls()]).toEqual([5, [`${FAIL} nothing committed`]]);
  });

  it('hears nothing of a slot that has its record already', async () => {
    const slot = ['--slot', clock.now().toISOString()];
    await collect(slot);
    await collect(slot);

    expect(calls()).toHaveLength(2);
  });

  it('hears of each run of a schedule', async () => {
    place.writeConfig({ alerts: [HEARTBEAT] }, { collect: { exclude }, schedule: '0 3 * * *' });

    const ran = await place.run(['schedule', '--once'], environment());

    expect([ran.code, calls()]).toEqual([0, [`${START} started`, `${IN} complete`]]);
  });

  it('gets only the calls that it is configured for', async () => {
    configure({ ...HEARTBEAT, beats: ['success'] });
    await collect([], { SEGMENT_TOKEN: DEAD });
    await collect();

    expect(calls()).toEqual([`${IN} complete`]);
  });

  it('hears of a run that was interrupted, whoever stopped it', async () => {
    const stop = new AbortController();
    const env = {
      ...environment(),
      SEGMENT_TOKEN: simulator.tokens.owner,
      FINGERPRINT_KEY: 'a fingerprint key for tests, long enough',
    };
    simulator.addFault({ match: { path: '/users' }, effect: { kind: 'never-answer' } });
    const { connections } = await loadConfig({ env, cwd: place.dir });
    const [connection] = connections;
    if (connection === undefined) throw new Error('expected a connection');
    const surroundings = {
      env,
      now: clock.now,
      sleep: clock.sleep,
      random: () => 0.5,
      newRunId: () => '00000001-0000-4000-8000-000000000000',
      newLogId: () => '0'.repeat(32),
      signal: stop.signal,
    };
    const log = { info: () => undefined, warn: () => undefined };
    const run = runConnection(
      connection,
      { trigger: 'manual' },
      { surroundings, limits: new Limits(surroundings), extras: { log, onSecret: () => undefined } },
    );
    await expect.poll(() => simulator.requests.some(({ path }) => path.startsWith('/users'))).toBe(true);
    stop.abort(new InterruptedError('SIGTERM'));

    await expect(run).rejects.toBeInstanceOf(InterruptedError);
    expect(calls()).toEqual([`${START} started`, `${FAIL} interrupted`]);
  });
});

describe('a watcher that cannot be reached', () => {
  it('fails no run, and the other channels hear of it until it is back', async () => {
    const receiver = await startReceiver();
    configure(HEARTBEAT, WEBHOOK);
    const told = () =>
      receiver.accepted().map(({ state, condition, severity }) => `${state} ${condition} ${severity}`);

    watcher.always(410);
    const first = await collect([], { HOOK: receiver.url });
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(
      /heartbeat-1: expected the receiver to accept it, got status 410.*heartbeat not delivered/,
    );
    expect(told()).toEqual(['opened alert-undelivered medium']);
    expect(receiver.accepted()[0]?.summary).toContain('reached nobody: heartbeat-1.');

    watcher.always(200);
    await collect([], { HOOK: receiver.url });
    expect(told()).toEqual(['opened alert-undelivered medium', 'resolved alert-undelivered medium']);
    await receiver.close();
  });

  it('is called once more where the first call gets lost, and then the run is as it should be', async () => {
    watcher.script('hang-up', 200, 503, 200);

    const { code, stderr } = await collect();

    expect([code, stderr]).toEqual([0, expect.not.stringContaining('heartbeat')]);
    expect(calls()).toEqual([`${START} started`, `${START} started`, `${IN} complete`, `${IN} complete`]);
  });
});

describe('test', () => {
  it('looks at a watcher without calling it, even when it sends alerts', async () => {
    const { stdout } = await place.run(['test', '--send-alert'], environment());

    expect(stdout).toContain('heartbeat-1: reached on loopback; it was not called, as only a run does that');
    expect(watcher.received).toEqual([]);
    expect(watcher.connections()).toBe(1);
  });
});
