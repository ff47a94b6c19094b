/** A slot whose token was refused: nothing happens before its secret has another value, then one run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { FEW } from '../support/few.ts';
import {
  createInProcessCli,
  createStillClock,
  type InProcessCli,
  type StillClock,
} from '../support/in-process-cli.ts';
import { recordsOf, startService } from '../support/service.ts';

const MINUTE_MS = 60_000;
const SLOT = '2026-11-22T03:00:00.000Z';

let clock: StillClock;
let simulator: Simulator;
let place: InProcessCli;

beforeEach(async () => {
  clock = createStillClock();
  simulator = await startSimulator({ size: FEW, now: clock.now });
  place = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
  const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));
  place.writeConfig({}, { schedule: '0 3 * * *', token: 'file:./token', collect: { exclude } });
});
afterEach(async () => {
  place.remove();
  await simulator.close();
});

const storeToken = (token: string) => writeFileSync(join(place.dir, 'token'), `${token}\n`);
const runs = () => recordsOf(place).map(({ run, status }) => `${run.trigger} ${status}`);
const once = async () => {
  const { code, stdout } = await place.run(['schedule', '--once', '--json']);
  return { code, run: JSON.parse(stdout).runs[0] };
};

describe('the process that stays', () => {
  it('asks Segment nothing and commits nothing until the token is exchanged, then runs once', async () => {
    storeToken('sgp_a-token-that-nobody-was-given');
    const service = await startService(place, clock, {});
    const asked = simulator.requests.length;
    for (let hour = 0; hour < 10; hour += 1) {
      clock.advance(60 * MINUTE_MS);
      await service.wake();
    }
    expect([runs(), simulator.requests.length]).toEqual([['catch-up failed'], asked]);

    storeToken(simulator.tokens.owner);
    clock.advance(240 * MINUTE_MS);
    await service.wake();
    clock.advance(240 * MINUTE_MS);
    await service.wake();
    await service.stop();

    expect(runs()).toEqual(['catch-up failed', 'retry complete']);
  });

  it('looks at the secret as it starts, and only then and at the instants of tries', async () => {
    storeToken('sgp_a-token-that-nobody-was-given');
    await (await startService(place, clock, {})).stop();
    storeToken(simulator.tokens.owner);
    const service = await startService(place, clock, {});
    await service.stop();

    expect(runs()).toEqual(['catch-up failed', 'retry complete']);
  });
});

describe('schedule --once', () => {
  it('says what to do about a refused token with the exact command, and looks again each time', async () => {
    storeToken('sgp_a-token-that-nobody-was-given');
    const first = await once();
    const asked = simulator.requests.length;
    const second = await once();

    expect([first.code, second.code]).toEqual([3, 4]);
    expect(second.run).toMatchObject({
      result: 'already-collected',
      status: 'failed',
      tryAgainAt: expect.stringMatching(/^2026-11-22T03:05:/),
    });
    expect(second.run.hint).toContain(`segment-evidence collect acme --slot ${SLOT}`);
    expect(second.run.hint).toMatch(/file:\S+token;/);
    expect(simulator.requests.length).toBe(asked);

    storeToken(simulator.tokens.owner);

    expect(await once()).toMatchObject({ code: 0, run: { trigger: 'retry', result: 'committed' } });
    expect(runs()).toEqual(['schedule failed', 'retry complete']);
  });

  it('takes no token for another one because the fingerprint key is another', async () => {
    const other = { FINGERPRINT_KEY: 'another fingerprint key for tests, long enough' };
    const onceUnder = async (env: Readonly<Record<string, string>>) =>
      JSON.parse((await place.run(['schedule', '--once', '--json'], env)).stdout).runs[0].result;
    storeToken('sgp_a-token-that-nobody-was-given');
    await once();
    const asked = simulator.requests.length;

    expect(await onceUnder(other)).toBe('already-collected');
    expect(simulator.requests.length).toBe(asked);

    storeToken(simulator.tokens.owner);

    expect(await onceUnder({})).toBe('committed');
    expect(runs()).toEqual(['schedule failed', 'retry complete']);
  });

  it('tries an outage again when it is time, and the command that it named works at once', async () => {
    storeToken(simulator.tokens.owner);
    simulator.addFault({ match: {}, effect: { kind: 'status', status: 503 } });
    const first = await once();
    const tooSoon = await once();
    clock.advance(5 * MINUTE_MS);
    const second = await once();
    simulator.clearFaults();
    const [, ...command] = /segment-evidence (.*)\.$/.exec(second.run.hint)?.[1]?.split(' ') ?? [];
    const byHand = await place.run(['collect', ...command]);
    const last = await once();

    expect([first, tooSoon, second].map(({ run }) => run.result)).toEqual([
      'committed',
      'already-collected',
      'committed',
    ]);
    expect(byHand.code).toBe(0);
    expect(last.run).toEqual({
      connection: 'acme',
      slot: SLOT,
      trigger: 'schedule',
      exitCode: 0,
      result: 'already-collected',
      status: 'complete',
    });
    expect(runs()).toEqual(['schedule failed', 'retry failed', 'manual complete']);
  });

  it('fetches no token that cannot be had more often than a run would, and records each try', async () => {
    const missing = await once();
    storeToken(simulator.tokens.owner);
    clock.advance(5 * MINUTE_MS);
    const found = await once();

    expect([missing.code, found.code]).toEqual([4, 0]);
    expect(runs()).toEqual(['schedule failed', 'retry complete']);
  });
});

describe('status', () => {
  it('is good after a slot that was tried again, and counts no slot twice', async () => {
    storeToken('sgp_a-token-that-nobody-was-given');
    await once();
    storeToken(simulator.tokens.owner);
    await once();
    const { code, stdout } = await place.run(['status', '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout).connections[0]).toMatchObject({ last: { status: 'complete' } });
  });
});
