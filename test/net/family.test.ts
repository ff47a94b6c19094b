/**
 * Names with several addresses, of which some lead nowhere and the one that works is far away. Distance is made by a
 * listener that is busy: its queue is full, so the first packet of a connection is lost, and the system sends it
 * again after a second.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTransport } from '../../src/segment/transport.ts';
import { anAlert } from '../support/alerts.ts';
import { channelTo } from '../support/channels.ts';
import { everyNth, IS_FULL } from '../support/tier.ts';

/** Listens, is busy until it is told to go on by a line, or for good, and then answers whoever has come. */
const LISTENER = `
const { createServer } = require('node:http');
const server = createServer((request, response) => response.end('{}'));
server.listen({ port: Number(process.argv[2]), host: process.argv[1], backlog: 1 }, () => {
  require('node:fs').writeSync(1, server.address().port + '\\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(process.argv[3]));
});
`;
const FAR_MS = 900;
const FOR_GOOD = 60_000;

const children: ChildProcess[] = [];
const sockets: Socket[] = [];
let port = 0;

async function listen(host: string, busyMs: number): Promise<void> {
  const child = spawn(process.execPath, ['-e', LISTENER, host, String(port), String(busyMs)]);
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  port = Number(line);
  for (const _ of [1, 2, 3]) sockets.push(connect(port, host).on('error', () => undefined));
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A name that has these addresses, in this order. */
const nameOf =
  (...addresses: readonly string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const socket of sockets.splice(0)) socket.destroy();
  port = 0;
});

/** Nobody listens there: refused at once, or nowhere to go, as on a machine without IPv6. */
const DEAD = '::1';
const FAR = '127.0.0.1';
/** Nothing comes back from there, ever. */
const SILENT = '127.0.0.2';

const names = [
  ['first', [FAR, DEAD]],
  ['last', [DEAD, FAR]],
  ['amid such that lead nowhere', [DEAD, FAR, '::2']],
] as const;

describe.runIf(process.platform === 'linux')('an address that is far away', () => {
  beforeEach(() => listen(FAR, FAR_MS));

  it('is further than Node waits by itself, when another one follows', async () => {
    const socket = connect({
      host: 'far.example',
      port,
      lookup: nameOf(FAR, DEAD),
      // What it is unless somebody in this process has raised it.
      autoSelectFamilyAttemptTimeout: 250,
    });
    sockets.push(socket);

    await expect(once(socket, 'connect')).rejects.toThrow();
  });

  it.each(everyNth(names, 2))('is reached by a run when it stands %s', async (_title, addresses) => {
    const origin = `http://far.example:${port}`;
    const transport = createTransport({ origin, connections: 1, lookup: nameOf(...addresses) });

    const { statusCode } = await transport.request({ origin, path: '/', method: 'GET' });

    expect(statusCode).toBe(200);
    await transport.destroy();
  });

  it.each(everyNth(names, 2, 1))(
    'is reached by an alert, and by a look, when it stands %s',
    async (_title, addresses) => {
      const http = { connectMs: 5_000, wholeMs: 10_000, lookup: nameOf(...addresses) };
      const channel = channelTo(`http://localhost:${port}/in`, {}, http);

      await expect(channel.probe()).resolves.toContain('reached');
      await channel.notify(anAlert);
    },
  );

  it.runIf(IS_FULL)('is reached although two addresses before it are silent', async () => {
    await listen(SILENT, FOR_GOOD);
    await listen('127.0.0.3', FOR_GOOD);
    const http = { connectMs: 5_000, wholeMs: 10_000, lookup: nameOf(SILENT, '127.0.0.3', FAR) };

    await channelTo(`http://localhost:${port}/in`, {}, http).notify(anAlert);
  });
});
