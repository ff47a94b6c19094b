/** How a channel behaves towards receivers that are slow, out of order, or not what they should be. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendPatiently } from '../../src/alerts/patience.ts';
import { InterruptedError } from '../../src/errors.ts';
import { anAlert } from '../support/alerts.ts';
import { channelTo, countedWaits } from '../support/channels.ts';
import { withFolder } from '../support/folder.ts';
import { type Receiver, type Reply, startReceiver } from '../support/receiver.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
});

const tell = (address: string, waits = countedWaits(), http = {}) => {
  const channel = channelTo(address, {}, http);
  return sendPatiently(() => channel.notify(anAlert), waits);
};
const tooMany = (retryAfter: string): Reply => ({ status: 429, headers: { 'retry-after': retryAfter } });
const moved: Reply = { status: 307, headers: { location: 'http://127.0.0.1:1/elsewhere' } };

describe('an answer', () => {
  interface Row {
    readonly title: string;
    readonly replies: readonly Reply[];
    readonly attempts: number;
    readonly delays?: readonly number[];
    readonly error?: RegExp;
  }
  const rows: readonly Row[] = [
    { title: '200', replies: [200], attempts: 1 },
    { title: '204', replies: [204], attempts: 1 },
    { title: '500 once', replies: [500], attempts: 2, delays: [1000] },
    { title: '503 and hanging up', replies: [503, 'hang-up'], attempts: 3, delays: [1000, 2000] },
    {
      title: '500 for ever',
      replies: [500, 500, 500],
      attempts: 3,
      delays: [1000, 2000],
      error: /status 500/,
    },
    { title: '429 without a time', replies: [429], attempts: 2, delays: [1000] },
    { title: '429 with seconds', replies: [tooMany('7')], attempts: 2, delays: [8000] },
    {
      title: '429 with a date that has passed',
      replies: [tooMany('Mon, 01 Jan 2024 00:00:00 GMT')],
      attempts: 2,
      delays: [1000],
    },
    { title: '429 with something else', replies: [tooMany('soon')], attempts: 2, delays: [1000] },
    {
      title: '429 for longer than a run waits',
      replies: [tooMany('3600')],
      attempts: 1,
      error: /status 429/,
    },
    { title: '408', replies: [408], attempts: 2, delays: [1000] },
    { title: '400', replies: [400], attempts: 1, error: /status 400/ },
    { title: '404', replies: [404], attempts: 1, error: /status 404/ },
    { title: '410', replies: [410], attempts: 1, error: /status 410: it is gone/ },
    { title: 'a redirect', replies: [moved], attempts: 1, error: /status 307, a redirect/ },
  ];

  it.each(rows)('counts for what it is: $title', async ({ replies, attempts, delays = [], error }) => {
    receiver.script(...replies);
    const waits = countedWaits();

    const result = await tell(receiver.url, waits);

    expect(result.attempts).toBe(attempts);
    expect(waits.asked).toEqual(delays);
    expect(receiver.received).toHaveLength(attempts);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    if (error === undefined) expect(result.error).toBeUndefined();
    else expect(result.error?.message).toMatch(error);
  });

  it('is never repeated in what is said about it, nor is the address', async () => {
    receiver.script(400);

    const { error } = await tell(receiver.url);

    expect(`${error?.message} ${error?.hint}`).not.toMatch(/path-is-a-secret|nobody may repeat|127\.0\.0\.1/);
  });

  it('is waited for by chance, half as long at the least', async () => {
    receiver.script(500, 500);
    const waits = countedWaits();

    await tell(receiver.url, { ...waits, random: () => 0 });

    expect(waits.asked).toEqual([500, 1000]);
  });
});

describe('a receiver that does not answer', () => {
  it('is given up in time, as often as any other', async () => {
    receiver.always('silence');

    const { attempts, error } = await tell(receiver.url, countedWaits(), { wholeMs: 50 });

    expect([attempts, error?.message]).toEqual([
      3,
      'send alert: webhook-1: expected an answer in time, got none',
    ]);
  });

  it('that is not there is told by its code alone', async () => {
    await receiver.close();

    const { attempts, error } = await tell(receiver.url);

    expect([attempts, error?.message]).toEqual([
      3,
      'send alert: webhook-1: expected a connection, got ECONNREFUSED',
    ]);
    receiver = await startReceiver();
  });

  it('is not waited for when the process has to stop', async () => {
    const controller = new AbortController();
    receiver.always('silence');
    const sent = tell(receiver.url, countedWaits(), { signal: controller.signal });
    await expect.poll(() => receiver.received.length).toBe(1);

    controller.abort(new InterruptedError('SIGTERM'));

    await expect(sent).rejects.toBeInstanceOf(InterruptedError);
  });
});

describe('an address', () => {
  it.each([
    ['http elsewhere', 'http://hooks.example/x', 'expected https: anything else would travel in clear'],
    ['no URL', 'hooks.example', 'expected `url` to name an https address'],
    ['two lines', 'https://hooks.example/x\nhttps://b', 'expected `url` to name an https address'],
    ['a password', 'https://me:secret@hooks.example/', 'expected an address without user name and password'],
    ['a file', 'file:///etc/passwd', 'expected https: anything else would travel in clear'],
  ])('is refused before anything is sent, and not repeated: %s', async (_title, address, problem) => {
    const { attempts, error } = await tell(address);

    expect([attempts, error?.message]).toEqual([1, `send alert: webhook-1: ${problem}`]);
  });
});

/** Calls a function with a receiver whose certificate nobody vouches for. */
async function withUntrusted(
  context: { skip: () => void },
  use: (untrusted: Receiver) => Promise<void>,
): Promise<void> {
  if (spawnSync('openssl', ['version']).status !== 0) {
    console.warn('NOT TRIED: certificates that are not trusted, since openssl is not on this machine');
    context.skip();
    return;
  }
  await withFolder(async (folder) => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    execFileSync('openssl', [...make, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
    const untrusted = await startReceiver({ key: readFileSync(key), cert: readFileSync(cert) });
    await use(untrusted).finally(untrusted.close);
  });
}
const SELF_SIGNED = 'send alert: webhook-1: expected a trusted certificate, got DEPTH_ZERO_SELF_SIGNED_CERT';

describe('a certificate', () => {
  it('that nobody vouches for is refused, with what to do, and nothing is sent', async (context) => {
    await withUntrusted(context, async (untrusted) => {
      const { attempts, error } = await tell(untrusted.url);

      expect([attempts, error?.message]).toEqual([1, SELF_SIGNED]);
      expect(error?.hint).toContain('NODE_EXTRA_CA_CERTS');
      await expect(channelTo(untrusted.url).probe()).rejects.toThrow(SELF_SIGNED);
      expect(untrusted.received).toEqual([]);
    });
  });
});

describe('a proxy', () => {
  let proxy: Server;
  let asked: { readonly target: string; readonly login: string | undefined }[];
  const sockets = new Set<Socket>();

  beforeEach(async () => {
    asked = [];
    proxy = createServer();
    proxy.on('connection', (socket: Socket) => sockets.add(socket));
    proxy.on('connect', (request, client: Socket) => {
      asked.push({ target: request.url ?? '', login: request.headers['proxy-authorization'] });
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client);
        client.pipe(upstream);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });

  const proxyFor = () => `http://me:word@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const login = `Basic ${Buffer.from('me:word').toString('base64')}`;

  it('is gone through, with its credentials, when there is one', async () => {
    const { error } = await tell(receiver.url, countedWaits(), { proxyFor });

    expect(error).toBeUndefined();
    expect(asked).toEqual([{ target: new URL(receiver.url).host, login }]);
    expect(receiver.accepted()).toHaveLength(1);
  });

  it('is gone through by a look that sends nothing', async () => {
    await channelTo(receiver.url, {}, { proxyFor }).probe();

    expect(asked).toEqual([{ target: new URL(receiver.url).host, login }]);
    expect(receiver.received).toEqual([]);
  });

  it('does not vouch for a certificate', async (context) => {
    await withUntrusted(context, async (untrusted) => {
      const { error } = await tell(untrusted.url, countedWaits(), { proxyFor });

      expect(error?.message).toBe(SELF_SIGNED);
      await expect(channelTo(untrusted.url, {}, { proxyFor }).probe()).rejects.toThrow(SELF_SIGNED);
      expect(asked.map(({ target }) => target)).toEqual(Array(2).fill(new URL(untrusted.url).host));
    });
  });
});
