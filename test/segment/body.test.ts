/** Bodies: how large they may be, how long they may take, what counts as one. */
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InterruptedError } from '../../src/errors.ts';
import { LARGEST_BODY_BYTES } from '../../src/segment/attempt.ts';
import { TIMEOUTS } from '../../src/segment/transport.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, VirtualClock } from '../support/client.ts';
import { answer, jsonAnswer, type Script, startRawServer } from '../support/raw-server.ts';
import { shownBy } from '../support/secret-traces.ts';
import { IS_FULL } from '../support/tier.ts';

const READING = { operationId: 'listUsers', path: '/users' };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closing.splice(0)) await close();
});

async function clientOf(script: Script, more: Partial<Parameters<typeof createTestClient>[0]> = {}) {
  const server = await startRawServer(script);
  const client = createTestClient({ origin: server.origin, token: 'a-token-for-tests', ...more });
  closing.push(client.close, server.close);
  return { server, client };
}

describe('a body of 64 MiB', () => {
  const ways = [
    ['in chunks', true],
    ['with its length announced', false],
  ] as const;

  it.runIf(IS_FULL).each(ways)('is read, one byte more is not, %s', async (_title, isChunked) => {
    const simulator = await startSimulator({ now: new VirtualClock().now });
    closing.push(simulator.close);
    const client = createTestClient({ origin: simulator.url, token: simulator.tokens.owner });
    closing.push(client.close);
    const ask = async (bytes: number) => {
      simulator.clearFaults();
      simulator.addFault({ match: {}, effect: { kind: 'pad-body', bytes, isChunked } });
      return client.get({ operationId: 'getWorkspace', path: '/' });
    };

    expect((await ask(LARGEST_BODY_BYTES)).data).toHaveProperty('workspace');
    await expect(ask(LARGEST_BODY_BYTES + 1)).rejects.toMatchObject({ code: 'BAD_SHAPE', status: 200 });
    expect(LARGEST_BODY_BYTES).toBe(67_108_864);
    // What is too large once is not asked for again.
    expect(simulator.requests).toHaveLength(2);
  });
});

describe('an answer', () => {
  it.each<[string, Buffer | string, string]>([
    [
      'really in gzip',
      answer(gzipSync('{"data":{}}'), { headers: { 'content-encoding': 'gzip' } }),
      'BAD_SHAPE',
    ],
    ['not UTF-8', answer(Buffer.from([0x7b, 0xff, 0x7d])), 'BAD_SHAPE'],
    ['empty', answer(''), 'BAD_SHAPE'],
    ['JSON twice over', answer('{"data":{}}{"data":{}}'), 'BAD_SHAPE'],
    ['a list', jsonAnswer([{ data: {} }]), 'BAD_SHAPE'],
    ['data that is a list', jsonAnswer({ data: [] }), 'BAD_SHAPE'],
    [
      'shorter than announced',
      'HTTP/1.1 200 OK\r\ncontent-length: 50\r\nconnection: close\r\n\r\n{"data":{}}',
      'TIMED_OUT',
    ],
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 'NETWORK_FAILED'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 11\r\ncontent-length: 5\r\n\r\n{"data":{}}',
      'NETWORK_FAILED',
    ],
    ['headers without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`, 'NETWORK_FAILED'],
  ])('that is %s is a failure with a name', async (_title, bytes, code) => {
    const { client } = await clientOf(() => bytes);

    await expect(client.get(READING)).rejects.toMatchObject({ name: 'SegmentError', code });
  });

  it('keeps nothing of what it said in the error, whatever is printed of it', async () => {
    const secret = 'body-with-a-secret-4711';
    const said = [
      answer(`{"x":"${secret}`),
      jsonAnswer({ errors: [{ message: secret }] }, { status: 500 }),
      `${secret} is no HTTP\r\n\r\n`,
      `HTTP/1.1 200 OK\r\ncontent-length: x\r\nx-secret: ${secret}\r\n\r\n${secret}`,
    ];
    for (const bytes of said) {
      const { client } = await clientOf(() => bytes);

      const error = await client.get(READING).catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({ name: 'SegmentError' });
      expect(shownBy(error).toString()).not.toContain(secret);
      expect(shownBy(error).toString()).not.toContain('a-token-for-tests');
    }
  });
});

describe('time', () => {
  it('is limited: to connect, for headers, for each piece of a body, for the whole', async () => {
    const [begun, ended] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')];
    const { client } = await clientOf(() => jsonAnswer({ data: {} }));

    await client.get(READING);

    const timers = begun.mock.results.filter((_, index) => begun.mock.calls[index]?.[1] === 180_000);
    expect(timers).toHaveLength(1);
    expect(ended.mock.calls).toContainEqual([timers[0]?.value]);
    expect(TIMEOUTS).toEqual({ connectMs: 10_000, headersMs: 60_000, bodyMs: 60_000, wholeMs: 180_000 });
  });

  it.runIf(IS_FULL)('ends a body that trickles for ever, though every piece comes in time', async () => {
    const begun = vi.spyOn(globalThis, 'setTimeout');
    const { client } = await clientOf(() => {
      const whole = begun.mock.calls.find(([, ms]) => ms === 180_000);
      setImmediate(() => whole?.[0]());
      return 'HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{"data":';
    });

    await expect(client.get(READING)).rejects.toMatchObject({ code: 'TIMED_OUT' });
  });

  it('is up at once when somebody asks the process to stop, and that is no failure of Segment', async () => {
    const stop = new AbortController();
    const { client, server } = await clientOf(
      () => {
        setImmediate(() => stop.abort(new InterruptedError('SIGTERM')));
        return null;
      },
      { signal: stop.signal },
    );

    await expect(client.get(READING)).rejects.toBeInstanceOf(InterruptedError);
    await expect(client.get(READING)).rejects.toBeInstanceOf(InterruptedError);
    expect(server.requests).toHaveLength(1);
  });
});
