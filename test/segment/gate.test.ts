/** Requests that are under way when time is over, and those that a dead token would still have made. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createTransport } from '../../src/segment/transport.ts';
import { createTestClient } from '../support/client.ts';
import { startRawServer } from '../support/raw-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it('a request is given until the time is over, and not asked again', async () => {
  const server = await startRawServer(() => null);
  const startedMs = Date.now();
  const client = createTestClient({
    origin: server.origin,
    token: 't',
    clock: { nowMs: Date.now, sleep: async (ms) => wait(ms) },
    transport: createTransport({ origin: server.origin, connections: 4 }),
    untilMs: startedMs + 400,
  });
  closing.push(client.close, server.close);

  await expect(client.get({ operationId: 'listUsers', path: '/users' })).rejects.toMatchObject({
    code: 'TIME_SPENT',
    message: 'GET /users: expected time left for this run, got none',
  });

  expect(Date.now() - startedMs).toBeGreaterThanOrEqual(390);
  expect(server.requests).toHaveLength(1);
});
