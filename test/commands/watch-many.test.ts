/** Watching many connections: one dead store is told once, one dead channel is not waited for, and time is kept. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { watch } from '../../src/commands/watch.ts';
import { WatchMemory } from '../../src/commands/watch-memory.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { RunLog } from '../../src/run/deps.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const SECRET = `whsec_${Buffer.from('a signing secret for tests only, 32+').toString('base64')}`;
const log: RunLog = { info: () => undefined, warn: () => undefined };
const MANY = 60;

let cli: InProcessCli;
let receiver: Receiver;
afterEach(async () => {
  cli.remove();
  await receiver.close();
});

async function fleet() {
  const clock = createStillClock('2026-11-22T04:17:00.000Z');
  receiver = await startReceiver();
  cli = await createInProcessCli({ url: 'http://127.0.0.1:9', token: 'sgp_none', clock });
  const connections = Array.from({ length: MANY }, (_, place) => ({
    name: `acme-${place}`,
    region: 'us',
    token: 'env:SEGMENT_TOKEN',
    schedule: '0 3 * * *',
  }));
  cli.writeConfig({
    connections,
    alerts: [{ channel: 'webhook', url: 'env:HOOK', secret: 'env:HOOK_SECRET' }],
  });
  const env = { HOOK: receiver.url, HOOK_SECRET: SECRET };
  const config = await loadConfig({ env, cwd: cli.dir });
  const memory = new WatchMemory();
  const surroundings = {
    env,
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
    newRunId: () => '00000001-0000-4000-8000-000000000000',
    newLogId: () => '0'.repeat(32),
    signal: new AbortController().signal,
  };
  const extrasFor = () => ({ log, onSecret: () => undefined });
  const look = (until?: Date) =>
    watch({
      connections: [],
      config,
      surroundings,
      extrasFor,
      memory,
      ...(until === undefined ? {} : { until }),
    });
  return { clock, look };
}

const told = () => receiver.accepted().map(({ state, condition }) => `${state} ${condition}`);

it('tells once that the store of all of them cannot be read, and once that it can again', async () => {
  const { clock, look } = await fleet();
  expect((await look()).connections.every(({ state }) => state === 'nothing-there')).toBe(true);
  writeFileSync(cli.store, 'a file in the way');

  const away = [await look(), await look()];
  clock.advance(24 * 60 * 60 * 1000);
  await look();
  rmSync(cli.store);
  mkdirSync(cli.store);
  await look();
  await look();

  expect(away.map(({ exitCode }) => exitCode)).toEqual([5, 5]);
  expect(away[0]?.connections.map(({ state }) => state)).toEqual(
    Array.from({ length: MANY }, () => 'unknown'),
  );
  expect(told()).toEqual([
    'opened store-not-write-once',
    'ongoing store-not-write-once',
    'resolved store-not-write-once',
  ]);
  expect(receiver.accepted()[0]?.summary).toContain(`(${MANY} connections)`);
});

it('says what it did not look at in time', async () => {
  const { clock, look } = await fleet();

  const { connections, exitCode } = await look(clock.now());

  expect(exitCode).toBe(4);
  expect(connections.map(({ state }) => state)).toEqual(Array.from({ length: MANY }, () => 'not-looked-at'));
  expect(told()).toEqual([]);
});
