/** We only read, and only from the one host: whatever the code above the transport asks for. */
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTransport } from '../../src/segment/transport.ts';
import { createTestClient } from '../support/client.ts';
import { answer, jsonAnswer, type RawServer, startRawServer } from '../support/raw-server.ts';
import { createWorkbench } from '../support/run.ts';

const TOKEN = 'token-only-for-the-one-host';
let server: RawServer;
let elsewhere: RawServer;
beforeEach(async () => {
  server = await startRawServer(() => jsonAnswer({ data: {} }));
  elsewhere = await startRawServer(() => jsonAnswer({ data: {} }));
});
afterEach(async () => {
  await server.close();
  await elsewhere.close();
});

describe('the transport', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'get'] as const)(
    'refuses %s before a connection is opened',
    async (method) => {
      const dispatcher = createTransport({ origin: server.origin, connections: 1 });

      const sent = request(`${server.origin}/users`, { dispatcher, method: method as 'POST' });

      await expect(sent).rejects.toThrow(`expected a GET without a body to ${server.origin}, got ${method}`);
      await dispatcher.close();
      expect([server.connections(), server.requests]).toEqual([0, []]);
    },
  );

  it('refuses a GET that has a body', async () => {
    const dispatcher = createTransport({ origin: server.origin, connections: 1 });

    const sent = request(`${server.origin}/users`, { dispatcher, method: 'GET', body: '{}' });

    await expect(sent).rejects.toThrow('expected a GET without a body');
    await dispatcher.close();
    expect(server.connections()).toBe(0);
  });

  it.each([
    ['another port', () => elsewhere.origin],
    ['another name of the same machine', () => server.origin.replace('127.0.0.1', 'localhost')],
    ['another scheme', () => server.origin.replace('http:', 'https:')],
  ])('refuses %s', async (_title, originOf) => {
    const dispatcher = createTransport({ origin: server.origin, connections: 1 });

    const sent = request(`${originOf()}/users`, { dispatcher });

    await expect(sent).rejects.toThrow(`got GET to ${originOf()}`);
    await dispatcher.close();
    expect([server.connections(), elsewhere.connections()]).toEqual([0, 0]);
  });
});

describe('the client', () => {
  it('has no way to say another method', async () => {
    const client = createTestClient({ origin: server.origin, token: TOKEN });

    // `leastMs` reckons, and asks nothing.
    expect(Object.keys(client).sort()).toEqual(['close', 'get', 'leastMs']);
    await client.close();
  });

  it('sends a GET line, four headers and nothing after them', async () => {
    const client = createTestClient({ origin: server.origin, token: TOKEN });

    await client.get({ operationId: 'listUsers', path: '/users', query: { 'pagination.cursor': 'a=b&c/ü' } });
    await client.close();

    const [head = ''] = server.requests;
    const [line, ...headers] = head.trimEnd().split('\r\n');
    expect(line).toBe('GET /users?pagination.cursor=a%3Db%26c%2F%C3%BC HTTP/1.1');
    expect(headers.map((header) => header.toLowerCase()).sort()).toEqual([
      'accept-encoding: identity',
      'accept: application/json',
      `authorization: bearer ${TOKEN}`,
      'connection: keep-alive',
      `host: 127.0.0.1:${server.port}`,
      'user-agent: segment-evidence/test',
    ]);
  });

  it.each([
    ['a path that begins with two slashes', (port: number) => `//127.0.0.1:${port}/users`],
    ['a path that would move the host into a user name', (port: number) => `@127.0.0.1:${port}/users`],
    ['a path that would lengthen the port', () => '9/users'],
  ])('never leaves its host for %s', async (_title, pathOf) => {
    const client = createTestClient({ origin: server.origin, token: TOKEN });

    await client.get({ operationId: 'x', path: pathOf(elsewhere.port) }).catch(() => undefined);
    await client.close();

    expect(elsewhere.connections()).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])(
    'does not follow a redirect with %i, nor take the token there',
    async (status) => {
      const redirecting = await startRawServer(() =>
        answer('', { status, headers: { location: `${elsewhere.origin}/users` } }),
      );
      const client = createTestClient({ origin: redirecting.origin, token: TOKEN });

      const reading = client.get({ operationId: 'listUsers', path: '/users' });

      await expect(reading).rejects.toMatchObject({ code: 'UPSTREAM_FAILED', status });
      expect([redirecting.requests.length, elsewhere.connections()]).toEqual([1, 0]);
      await client.close();
      await redirecting.close();
    },
  );
});

describe('a whole run', () => {
  it('is GET only, with the token on every request and in no address', async () => {
    const bench = await createWorkbench();

    const { requests } = await bench.run({ token: bench.simulator.tokens.member });

    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(new Set(requests.map(({ tokenRole }) => tokenRole))).toEqual(new Set(['member']));
    expect(JSON.stringify(requests)).not.toContain(bench.simulator.tokens.member);
    await bench.close();
  });
});
