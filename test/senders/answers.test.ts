/** What the sender makes of every answer, and of none. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MOST_ATTEMPTS, MOST_MS } from '../../src/senders/deliver.ts';
import type { Fault } from '../support/tracking-api.ts';
import { startTrackingApi } from '../support/tracking-api.ts';
import { KEY, openSending, seen } from './sender.ts';

const sum = (list: readonly number[]) => list.reduce((total, each) => total + each, 0);
const retried = (request: { headers: Record<string, unknown> } | undefined) =>
  request?.headers['x-retry-count'];

describe('an answer that passes', () => {
  it.each<readonly [string, Fault, number]>([
    ['429 with Retry-After in seconds', { status: 429, headers: { 'retry-after': '7' } }, 7_000],
    [
      '429 with Retry-After as a date',
      { status: 429, headers: { 'retry-after': 'Sun, 22 Nov 2026 03:00:09 GMT' } },
      9_000,
    ],
    ['429 with Retry-After of nothing', { status: 429, headers: { 'retry-after': '0' } }, 1_000],
    [
      '429 with X-RateLimit-Reset in seconds',
      { status: 429, headers: { 'x-ratelimit-reset': '11' } },
      11_000,
    ],
    ['429 with both', { status: 429, headers: { 'retry-after': '5', 'x-ratelimit-reset': '11' } }, 5_000],
    [
      '429 with X-RateLimit-Reset as an instant',
      { status: 429, headers: { 'x-ratelimit-reset': '1795316413' } },
      13_000,
    ],
    ['429 with nothing', { status: 429 }, 375],
    ['429 with nonsense', { status: 429, headers: { 'retry-after': 'soon' } }, 375],
    ['500', { status: 500 }, 375],
    ['502 with a page', { status: 502, body: '<html>' }, 375],
    ['503 with Retry-After', { status: 503, headers: { 'retry-after': '4' } }, 4_000],
    ['408', { status: 408 }, 375],
    ['410', { status: 410 }, 375],
    ['460', { status: 460 }, 375],
    ['a connection hung up', 'hang-up', 375],
    ['half an answer', 'half-an-answer', 375],
    ['something that is no HTTP', 'no-http', 375],
  ])('%s is asked again after its time', async (_title, fault, waitMs) => {
    const { api, sender, clock } = await openSending();
    api.failNext(fault);

    expect(await sender.send([seen()])).toEqual([{ kind: 'accepted', messageId: 'message-1' }]);
    expect(clock.waits).toEqual([waitMs]);
    expect(api.requests).toHaveLength(2);
    expect(api.requests.map(retried)).toEqual([undefined, '1']);
    expect(api.requests[1]?.body['sentAt']).toBe(clock.now().toISOString());
    expect(api.delivered).toHaveLength(1);
  });

  it('is not asked again forever', async () => {
    const { api, sender, clock } = await openSending();
    api.failNext(...Array.from({ length: MOST_ATTEMPTS + 5 }, (): Fault => ({ status: 500 })));

    expect(await sender.send([seen(), seen()])).toEqual([
      expect.objectContaining({ kind: 'unreachable', status: 500 }),
      expect.objectContaining({ kind: 'unreachable', status: 500 }),
    ]);
    expect(sum(clock.waits)).toBeLessThanOrEqual(MOST_MS);
    expect(api.requests.length).toBeGreaterThan(5);
    expect(api.requests.length).toBeLessThanOrEqual(MOST_ATTEMPTS);
  });

  it('that asks for more time than there is ends it at once, and says when', async () => {
    const { api, sender, clock } = await openSending();
    api.failNext({ status: 429, headers: { 'retry-after': '61' } });

    expect(await sender.send([seen()])).toEqual([
      {
        kind: 'rate-limited',
        status: 429,
        retryAfterMs: 61_000,
        problem: 'expected the Tracking API to accept it, got status 429',
        hint: expect.stringContaining('shareLimitsWith'),
      },
    ]);
    expect(clock.waits).toEqual([]);
  });
});

describe('an answer that lasts', () => {
  it.each<readonly [string, Fault, string, string]>([
    ['400', { status: 400 }, 'refused', 'the write key is whole'],
    ['401', { status: 401 }, 'refused', 'the write key is whole'],
    ['404', { status: 404 }, 'refused', 'status 404'],
    ['413', { status: 413 }, 'too-large', 'status 413'],
    ['501', { status: 501 }, 'unreachable', 'status 501'],
    ['a page of a portal', { status: 200, body: '<html>log in</html>' }, 'refused', 'no proxy or portal'],
    ['no answer in it', { status: 200, body: '' }, 'refused', 'not its own'],
    ['null', { status: 200, body: 'null' }, 'refused', 'not its own'],
    ['a success that is none', { status: 200, body: '{"success":false}' }, 'refused', 'not its own'],
    [
      'a book',
      { status: 200, body: `{"success":true,"x":"${'x'.repeat(20_000)}"}` },
      'refused',
      'not its own',
    ],
  ])('%s is told of at once', async (_title, fault, kind, words) => {
    const { api, sender, clock } = await openSending();
    api.failNext(fault);

    const [result] = await sender.send([seen()]);

    expect(result?.kind).toBe(kind);
    expect(JSON.stringify(result)).toContain(words);
    expect([api.requests.length, clock.waits]).toEqual([1, []]);
  });

  it('a redirect is not followed: the key goes nowhere else', async () => {
    const elsewhere = await startTrackingApi({ keys: [KEY] });
    onTestFinished(() => elsewhere.close());
    const { api, sender } = await openSending();
    for (const status of [301, 307, 308]) {
      api.failNext({ status, headers: { location: `${elsewhere.origin}/v1/batch` } });

      expect(await sender.send([seen()])).toEqual([
        expect.objectContaining({ kind: 'refused', status, problem: expect.stringContaining('a redirect') }),
      ]);
    }
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('no answer', () => {
  it('in time is told of as such, within a bounded time', async () => {
    const { api, sender } = await openSending({ timeouts: { connectMs: 1_000, wholeMs: 20 } });
    api.failNext(...Array.from({ length: MOST_ATTEMPTS }, (): Fault => 'never'));

    expect(await sender.send([seen()])).toEqual([
      expect.objectContaining({ kind: 'unreachable', problem: 'expected an answer in time, got none' }),
    ]);
  });

  it('since nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { sender } = await openSending({ origin: `http://127.0.0.1:${port}` });

    expect(await sender.send([seen()])).toEqual([
      expect.objectContaining({ kind: 'unreachable', problem: 'expected a connection, got ECONNREFUSED' }),
    ]);
  });
});

describe('the wrong host', () => {
  it('loses data without an error: only the configuration can know', async () => {
    const { api, sender } = await openSending({}, { keys: ['a key of the other region'] });

    expect(await sender.send([seen()])).toEqual([{ kind: 'accepted', messageId: 'message-1' }]);
    expect([api.delivered.length, api.lost.length]).toEqual([0, 1]);
  });
});

describe('the write key', () => {
  it('is in no result, whatever the other side says', async () => {
    const echo = { location: `https://x.example/${KEY}`, 'x-echo': KEY, 'retry-after': '4000' };
    for (const status of [200, 302, 400, 401, 413, 429, 500, 501]) {
      const { api, sender } = await openSending();
      api.failNext({ status, headers: echo, body: `{"message":"${KEY}"}` });

      const told = JSON.stringify(await sender.send([seen()]));

      expect(told).toContain('hint');
      expect(told).not.toContain(KEY);
    }
  });
});
