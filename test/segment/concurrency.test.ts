/** How many requests are under way at once, and that one that waits lets nobody past. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTransport } from '../../src/segment/transport.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, VirtualClock } from '../support/client.ts';

it.each([1, 3])('never more than %i requests are under way at once', async (concurrency) => {
  const clock = new VirtualClock();
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const simulator = await startSimulator({ now: clock.now, sleep: () => gate });
  simulator.addFault({ match: {}, effect: { kind: 'slow-headers', delayMs: 1 } });
  const client = createTestClient({
    origin: simulator.url,
    token: simulator.tokens.owner,
    clock,
    concurrency,
    // More connections than requests may use, and patience for a gate that this test opens itself.
    transport: createTransport({ origin: simulator.url, connections: 10 }),
  });

  const all = Promise.all(
    Array.from({ length: 8 }, () => client.get({ operationId: 'getWorkspace', path: '/' })),
  );
  while (simulator.requests.length < concurrency) await turn();
  for (let turns = 0; turns < 200; turns += 1) await turn();
  const underWay = simulator.requests.length;
  open();
  await all;

  expect(underWay).toBe(concurrency);
  expect(simulator.requests).toHaveLength(8);
  await client.close();
  await simulator.close();
});

it('a refusal for its rate holds back every other request of the connection', async () => {
  const clock = new VirtualClock();
  const simulator = await startSimulator({ now: clock.now });
  simulator.addFault({
    match: { operationId: 'listUsers', times: 1 },
    effect: { kind: 'rate-limited', retryAfterSeconds: 20 },
  });
  const client = createTestClient({
    origin: simulator.url,
    token: simulator.tokens.owner,
    clock,
    concurrency: 1,
  });

  await Promise.all([
    client.get({ operationId: 'listUsers', path: '/users', query: { 'pagination.count': '1' } }),
    client.get({ operationId: 'getWorkspace', path: '/' }),
  ]);

  expect(simulator.requests.map(({ path, at }) => [path, at.slice(14, 19)])).toEqual([
    ['/users', '00:04'],
    ['/users', '00:24'],
    ['/', '00:24'],
  ]);
  await client.close();
  await simulator.close();
});
