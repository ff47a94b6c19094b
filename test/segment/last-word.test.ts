/** The question that decides over the token: while it is asked nothing else is begun, and after a refusal nothing at all. */
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTransport } from '../../src/segment/transport.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, VirtualClock } from '../support/client.ts';

const clock = new VirtualClock();
let open: () => void;
let simulator: Simulator;
let client: ReturnType<typeof createTestClient>;
beforeEach(async () => {
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  simulator = await startSimulator({ now: clock.now, sleep: () => gate });
  simulator.addFault({
    match: { operationId: 'getWorkspace' },
    effect: { kind: 'slow-headers', delayMs: 1 },
  });
  client = createTestClient({
    origin: simulator.url,
    token: simulator.tokens.owner,
    clock,
    transport: createTransport({ origin: simulator.url, connections: 10 }),
  });
});
afterEach(async () => {
  await client.close();
  await simulator.close();
});

const asked = () => simulator.requests.map(({ path }) => path);
const turns = async (count = 200) => {
  for (let i = 0; i < count; i += 1) await turn();
};

/** Asks the last word, and when it is under way something else, in a lane of its own too. */
async function askBoth() {
  const lastWord = client.get({ operationId: 'getWorkspace', path: '/', isLastWord: true });
  while (simulator.requests.length === 0) await turn();
  const others = [
    client.get({ operationId: 'listUsers', path: '/users', query: { 'pagination.count': '1' } }),
    client.get({
      operationId: 'listRoles',
      path: '/roles',
      query: { 'pagination.count': '1' },
      requestsPerMinute: 2,
    }),
  ];
  await turns();
  const meanwhile = asked();
  open();
  const ended = await Promise.allSettled([lastWord, ...others]);
  return { meanwhile, ended };
}

it('a good answer lets everything else go on', async () => {
  const { meanwhile, ended } = await askBoth();

  expect(meanwhile).toEqual(['/']);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  expect(asked()).toHaveLength(3);
});

it('a refusal ends what waits for its turn, before it is sent', async () => {
  simulator.revoke();

  const { meanwhile, ended } = await askBoth();
  await turns();

  expect(meanwhile).toEqual(['/']);
  expect(ended.map((result) => (result.status === 'rejected' ? result.reason.code : result.status))).toEqual([
    'ACCESS_DENIED',
    'TOKEN_REFUSED',
    'TOKEN_REFUSED',
  ]);
  expect(asked()).toEqual(['/']);
});

it('goes before whatever else waits for a place', async () => {
  client = createTestClient({ origin: simulator.url, token: simulator.tokens.owner, clock, concurrency: 1 });
  const list = (path: string) =>
    client.get({ operationId: path, path, query: { 'pagination.count': '1' }, priority: 9999 });
  const lists = ['/users', '/roles', '/sources'].map(list);
  const lastWord = client.get({ operationId: 'getWorkspace', path: '/', isLastWord: true });
  open();

  await Promise.all([...lists, lastWord]);

  expect(asked()).toEqual(['/users', '/', '/roles', '/sources']);
});
