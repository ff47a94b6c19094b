/** How often is tried is decided in one place: no connection is dialled that nobody asked for. */
import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { sendPatiently } from '../../src/alerts/patience.ts';
import { createTransport } from '../../src/segment/transport.ts';
import { anAlert } from '../support/alerts.ts';
import { channelTo, countedWaits } from '../support/channels.ts';
import { createTestClient, impatientTransport } from '../support/client.ts';
import {
  type Behaviour,
  MISBEHAVIOURS,
  type OddServer,
  onWords,
  startOddServer,
} from '../support/odd-server.ts';
import { everyNth } from '../support/tier.ts';

const FAR = 'https://api.segmentapis.com';
let server: OddServer;
const start = async (behave: Behaviour) => {
  server = await startOddServer(behave);
  return `http://127.0.0.1:${server.port}`;
};
afterEach(() => server.close());

/** Long enough for a connection to come that nobody asked for. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 80));

/** A proxy that opens a tunnel, at the other end of which somebody does as told. */
const tunnelTo = (behave: Behaviour): Behaviour =>
  onWords((socket) => {
    socket.write('HTTP/1.1 200 X\r\n\r\n');
    behave(socket);
  });
const ofServers = Object.entries(MISBEHAVIOURS);
const ofProxies: typeof ofServers = [
  ...ofServers,
  ['asks for a log-in', onWords((socket) => socket.end('HTTP/1.1 407 X\r\ncontent-length: 0\r\n\r\n'))],
  ['opens the tunnel and closes it', tunnelTo((socket) => socket.end())],
  ['opens the tunnel and resets it', tunnelTo((socket) => socket.resetAndDestroy())],
];
/** Not here: silence, since a run waits ten seconds for a proxy, and rubbish in place of a certificate for alerts. */
const ofProxiesSoon: typeof ofServers = [
  ...ofProxies.filter(([title]) => title !== 'says nothing at all'),
  ['opens a tunnel to rubbish', tunnelTo((socket) => socket.write('rubbish\r\n\r\n'))],
];

/** Reads as a run does, with less patience for silence. */
async function readUsers(origin: string, proxyUrl?: string): Promise<void> {
  const client = createTestClient({
    origin,
    token: 'a-token',
    transport: impatientTransport(origin, 4, proxyUrl),
  });
  const reading = client.get({ operationId: 'listUsers', path: '/users' });
  await expect(reading).rejects.toThrow('GET /users: expected');
  await settle();
  await client.close();
}

async function tell(address: string, proxyUrl?: string): Promise<void> {
  const http = { wholeMs: 200, connectMs: 100, proxyFor: () => proxyUrl };
  const channel = channelTo(address, {}, http);
  const { attempts, error } = await sendPatiently(() => channel.notify(anAlert), countedWaits());
  await settle();
  expect([attempts, error?.message]).toEqual([3, expect.stringMatching(/^send alert: webhook-1: expected /)]);
}

describe('a server sees four connections of a request of a run, and three of an alert, that', () => {
  it.each(everyNth(ofServers, 2))('%s', async (_title, behave) => {
    await readUsers(await start(behave));
    expect(server.connections()).toBe(4);

    await tell(`http://127.0.0.1:${server.port}/`);
    expect(server.connections()).toBe(4 + 3);
    await expect.poll(server.open).toBe(0);
  });
});

describe('a proxy sees four connections of a request of a run that', () => {
  it.each(everyNth(ofProxiesSoon, 2))('%s', async (_title, behave) => {
    await readUsers(FAR, await start(behave));

    expect(server.connections()).toBe(4);
    await expect.poll(server.open).toBe(0);
  });
});

describe('a proxy sees three connections of an alert, and one of a look, that', () => {
  it.each(everyNth(ofProxies, 2, 1))('%s', async (_title, behave) => {
    const proxyUrl = await start(behave);
    await tell('https://hooks.example/in', proxyUrl);
    expect(server.connections()).toBe(3);

    const http = { connectMs: 100, proxyFor: () => proxyUrl };
    await expect(channelTo('https://hooks.example/in', {}, http).probe()).rejects.toThrow('send alert');
    await settle();
    expect(server.connections()).toBe(3 + 1);
    await expect.poll(server.open).toBe(0);
  });
});

describe('what became of a tunnel is said by a code of its own', () => {
  it.each([
    ['PROXY_CLOSED', onWords((socket) => socket.end())],
    ['PROXY_ANSWERED_407', onWords((socket) => socket.end('HTTP/1.1 407 X\r\ncontent-length: 0\r\n\r\n'))],
  ])('%s', async (code, behave) => {
    const proxyUrl = await start(behave);
    const channel = channelTo('https://hooks.example/in', {}, { proxyFor: () => proxyUrl });
    const message = `send alert: webhook-1: expected a connection, got ${code}`;

    await expect(channel.notify(anAlert)).rejects.toThrow(message);
    await expect(channel.probe()).rejects.toThrow(message);
  });
});

describe('a request that is given up', () => {
  const half = onWords((socket) => socket.write('HTTP/1.1 200 X\r\ncontent-length: 50\r\n\r\nhalf'));

  it.each([
    ['before an answer', () => undefined],
    ['amid the body', half],
  ])('%s dials no new connection, and the next one does', async (_title, behave) => {
    const origin = await start(behave);
    const dispatcher = createTransport({ origin, connections: 1 });
    for (const connections of [1, 2, 3]) {
      const signal = AbortSignal.timeout(40);
      const reading = request(origin, { dispatcher, signal }).then(({ body }) => body.text());
      await expect(reading).rejects.toThrow('aborted due to timeout');
      await settle();
      expect(server.connections()).toBe(connections);
    }
    await dispatcher.destroy();
    await expect.poll(server.open).toBe(0);
  });

  it.each([
    ['before an answer', () => undefined],
    ['amid the body', half],
  ])('%s does not keep what it was sent by from closing', async (_title, behave) => {
    const origin = await start(behave);
    for (const waitMs of [undefined, 0, 50]) {
      const dispatcher = createTransport({ origin, connections: 2 });
      const signal = AbortSignal.timeout(40);
      const reading = request(origin, { dispatcher, signal }).then(({ body }) => body.text());
      await expect(reading).rejects.toThrow('aborted due to timeout');
      if (waitMs !== undefined) await new Promise((resolve) => setTimeout(resolve, waitMs));

      await expect(dispatcher.close()).resolves.toBeNull();
    }
    await expect.poll(server.open).toBe(0);
  });

  it('on a connection that was kept dials no new one either', async () => {
    let answers = 1;
    const origin = await start((socket) =>
      socket.on('data', () => {
        if (answers-- > 0) socket.write('HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\nok');
      }),
    );
    const dispatcher = createTransport({ origin, connections: 1 });
    const read = async (waitMs: number) =>
      (await request(origin, { dispatcher, signal: AbortSignal.timeout(waitMs) })).body.text();

    expect(await read(2_000)).toBe('ok');
    await expect(read(40)).rejects.toThrow('aborted due to timeout');
    await settle();

    expect(server.connections()).toBe(1);
    await dispatcher.close();
  });

  it('leaves the next one its own connection, also when that one is there already', async () => {
    let isQuiet = true;
    const origin = await start(
      onWords((socket) => {
        if (!isQuiet) socket.write('HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\nok');
      }),
    );
    const dispatcher = createTransport({ origin, connections: 1 });
    const given = request(origin, { dispatcher, signal: AbortSignal.timeout(40) });
    const next = request(origin, { dispatcher });

    await expect(given).rejects.toThrow('aborted due to timeout');
    isQuiet = false;

    expect(await (await next).body.text()).toBe('ok');
    expect(server.connections()).toBe(2);
    await dispatcher.close();
  });

  it('is not waited for: another on a connection that was kept, and has been closed, is simply sent', async () => {
    const origin = await start(
      onWords((socket) => socket.end('HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\nok')),
    );
    const dispatcher = createTransport({ origin, connections: 1 });

    for (const _ of [1, 2, 3]) expect(await (await request(origin, { dispatcher })).body.text()).toBe('ok');

    expect(server.connections()).toBe(3);
    await dispatcher.close();
  });
});
