/** Many requests that wait at once are no leak: Node.js has nothing to warn of. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realSurroundings } from '../../src/deps.ts';
import { Gate } from '../../src/segment/gate.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';

const MANY = 25;
const warnings: string[] = [];
const listen = (warning: Error) => warnings.push(warning.name);

beforeEach(() => {
  warnings.length = 0;
  process.on('warning', listen);
});
afterEach(() => process.off('warning', listen));

const manyTimes = (act: () => Promise<unknown>) => Promise.all(Array.from({ length: MANY }, act));

async function warningsOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  await act();
  await wait(1);
  return warnings;
}

it('of a command line, whether or not something else can end the waiting', async () => {
  const { sleep } = realSurroundings({}, new AbortController().signal);
  const early = new AbortController();

  const found = await warningsOf(async () => {
    await manyTimes(() => sleep(1));
    await manyTimes(() => sleep(1, early.signal));
  });

  expect(found).toEqual([]);
});

it('of one token', async () => {
  const gate = new Gate({ nowMs: Date.now, sleep: (ms, signal) => wait(ms, undefined, { signal }) });

  expect(await warningsOf(() => manyTimes(() => gate.wait(1, 'read')))).toEqual([]);
});

it('of the simulator that answers slowly', async () => {
  const simulator = await startSimulator({ now: () => new Date() });
  simulator.addFault({ match: {}, effect: { kind: 'slow-headers', delayMs: 50 } });
  const ask = async () => (await fetch(`${simulator.url}/users`)).text();

  const found = await warningsOf(() => manyTimes(ask));

  expect(simulator.requests).toHaveLength(MANY);
  expect(found).toEqual([]);
  await simulator.close();
});
