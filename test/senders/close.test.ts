/** What is left when a sender is closed: nothing that keeps a process alive, and nothing that goes on sending. */
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openTransport, TIMEOUTS } from '../../src/senders/transport.ts';
import { startTrackingApi } from '../support/tracking-api.ts';
import { KEY, openSending, seen } from './sender.ts';

const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);

describe('close', () => {
  it('waits for what is under way', async () => {
    // Of a real clock ten seconds, of which nothing passes here.
    const sleep = (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    const { api, sender } = await openSending({ sleep, messagesPerRequest: 1 });
    api.answerTogether(2);

    const sending = sender.send([seen(), seen()]);
    await sender.close();

    expect((await sending).map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    expect(api.delivered).toHaveLength(2);
  });

  it('gives up what does not end, with a result for each message', async () => {
    const { api, sender } = await openSending({ concurrency: 1, messagesPerRequest: 1 });
    api.failNext('never', 'never');
    const sending = sender.send([seen(), seen()]);
    while (api.requests.length === 0) await new Promise(setImmediate);

    await sender.close();

    expect(await sending).toEqual([
      expect.objectContaining({
        kind: 'unreachable',
        problem: expect.stringContaining('before the sender was closed'),
      }),
      expect.objectContaining({ kind: 'unreachable' }),
    ]);
    expect(api.requests).toHaveLength(1);
    expect(await sender.send([seen()])).toEqual([expect.objectContaining({ kind: 'unreachable' })]);
    await sender.close();
  });

  it('leaves no timer and no listener behind', async () => {
    const before = listeners();
    const started = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => started.mockRestore());
    const { api, sender } = await openSending();
    api.failNext({ status: 500 });

    await sender.send([seen(), seen()]);
    await sender.close();

    // A timer that is over knows no longer whether it would keep the process alive.
    const left = started.mock.results.map(({ value }) => value as NodeJS.Timeout & { _destroyed: boolean });
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter((timer) => timer.hasRef() && !timer._destroyed)).toEqual([]);
    expect(listeners()).toEqual(before);
  });

  it('when the process has to stop, sending stops with its reason', async () => {
    const process = new AbortController();
    const { api, sender } = await openSending({ signal: process.signal });
    api.failNext('never');
    const sending = sender.send([seen()]);
    const ended = expect(sending).rejects.toThrow('interrupted');
    while (api.requests.length === 0) await new Promise(setImmediate);
    process.abort(new Error('interrupted'));

    await ended;
    await expect(sender.send([seen()])).rejects.toThrow('interrupted');
    expect(api.requests).toHaveLength(1);
  });
});

describe('the transport', () => {
  it('goes through the tunnel of a proxy, which sees the host and not the key', async () => {
    const asked: string[] = [];
    const proxy = createServer().on('connect', (request, socket: Socket) => {
      asked.push(`${request.url} ${JSON.stringify(request.headers)}`);
      const [host, port] = (request.url ?? '').split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const { api, sender } = await openSending({ proxyUrl: `http://me:secret@127.0.0.1:${port}` });

    expect(await sender.send([seen()])).toEqual([{ kind: 'accepted', messageId: 'message-1' }]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(new URL(api.origin).host);
    expect(asked[0]).not.toContain(Buffer.from(`${KEY}:`).toString('base64'));
  });

  it.each([
    ['GET', '/v1/batch'],
    ['DELETE', '/v1/batch'],
    ['POST', '/batch'],
    ['POST', '/v1/../sources'],
    ['POST', 'https://api.segmentapis.com/v1/batch'],
  ])('does not let %s %s through', async (method, path) => {
    const api = await startTrackingApi({ keys: [] });
    const now = () => new Date(0);
    const transport = openTransport({ origin: api.origin, connections: 1, timeouts: TIMEOUTS, now });
    const url = new URL(path, api.origin).href;
    const { signal } = new AbortController();

    await expect(transport.post({ url, method, headers: {}, body: '{}', signal })).rejects.toThrow(
      'expected a POST below',
    );
    expect(api.requests).toEqual([]);
    await transport.close();
    await api.close();
  });
});
