/** The collection log: a line per attempt with the contract's members, and nothing of bodies or tokens. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CollectionLogLine, collectionLogLine } from '../../schemas/lines.ts';
import { createWorkbench, type Workbench } from '../support/run.ts';

const LOG = 'data/collection-log.jsonl';
let bench: Workbench;
beforeEach(async () => {
  bench = await createWorkbench();
});
afterEach(() => bench.close());

const linesOf = async (settings = {}) => {
  const ran = await bench.run(settings);
  return { ran, lines: ran.lines<CollectionLogLine>(LOG) };
};

describe('the collection log', () => {
  it('has the contract’s members on every line, and no others', async () => {
    bench.simulator.addFault({
      match: { operationId: 'listUsers', times: 1 },
      effect: { kind: 'drop-before-headers' },
    });

    const { lines } = await linesOf();

    for (const line of lines) expect(collectionLogLine.safeParse(line).error).toBeUndefined();
  });

  it('says of a good attempt what came, when, how much, and how many records', async () => {
    const { lines } = await linesOf();

    const users = lines.find(({ operationId }) => operationId === 'listUsers');
    expect(users).toEqual({
      at: '2026-11-22T03:00:04.000Z',
      operationId: 'listUsers',
      method: 'GET',
      path: '/users',
      query: { 'pagination.count': '200' },
      attempt: 1,
      status: 200,
      durationMs: 0,
      bytes: expect.any(Number),
      records: 14,
      reportedTotal: 14,
      serverDate: '2026-11-22T03:00:04.000Z',
      requestId: expect.stringMatching(/^sim-1-\d{6}$/),
      rateRemaining: expect.any(Number),
    });
    expect(users?.bytes).toBeGreaterThan(1000);
  });

  it('has one line for each request that the server saw, in as many attempts', async () => {
    bench.simulator.addFault({
      match: { operationId: 'listUsers', times: 2 },
      effect: { kind: 'status', status: 500 },
    });
    bench.simulator.addFault({
      match: { path: /settings$/, times: 3 },
      effect: { kind: 'rate-limited', retryAfterSeconds: 1 },
    });

    const { ran, lines } = await linesOf();

    const asked = (rows: readonly { path: string; status: number | null }[]) =>
      rows.map(({ path, status }) => `${path} ${status}`).sort();
    expect(asked(lines)).toEqual(asked(ran.requests));
    expect(
      lines
        .filter(({ path }) => path === '/users')
        .map(({ attempt, status, error }) => [attempt, status, error]),
    ).toEqual([
      [1, 500, 'UPSTREAM_FAILED'],
      [2, 500, 'UPSTREAM_FAILED'],
      [3, 200, undefined],
      // The second look.
      [1, 200, undefined],
    ]);
    expect(lines.filter(({ error }) => error === 'RATE_LIMITED')).toHaveLength(3);
    const requests = ran.record.resources.reduce((sum, { requests: count }) => sum + count, 0);
    expect(requests).toBe(lines.length);
  });

  it('keeps two attempts that are alike as two lines', async () => {
    bench.simulator.addFault({
      match: { operationId: 'getWorkspace' },
      effect: { kind: 'drop-before-headers' },
    });

    const { lines } = await linesOf({ concurrency: 1 });

    expect(lines.map(({ attempt, status, bytes, error }) => ({ attempt, status, bytes, error }))).toEqual(
      [1, 2, 3, 4].map((attempt) => ({ attempt, status: null, bytes: 0, error: 'NETWORK_FAILED' })),
    );
  });

  it('is sorted by instant, and is there when nothing at all was read', async () => {
    const { lines } = await linesOf({ token: bench.simulator.tokens.revoked });

    const times = lines.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(lines.map(({ path, status }) => [path, status])).toEqual([
      ['/', 401],
      ['/', 401],
    ]);
  });

  it('has no token, no request header and nothing of a body, of an error’s neither', async () => {
    const said = 'a sentence from an error body';
    bench.simulator.addFault({
      match: { operationId: 'listUsers' },
      effect: { kind: 'echo-secret', secret: said, status: 403 },
    });

    const { ran } = await linesOf();

    const text = ran.files.get(LOG) ?? '';
    for (const absent of [
      said,
      bench.simulator.tokens.owner,
      'authorization',
      'Bearer',
      'user-agent',
      'writeKeys',
    ]) {
      expect(text.toLowerCase()).not.toContain(absent.toLowerCase());
    }
    expect(text).toContain('"error":"ACCESS_DENIED"');
  });

  it('cuts a request id that is too long, and drops dates and counts that are none', async () => {
    const headers = { 'x-request-id': 'r'.repeat(300), date: 'yesterday', 'x-ratelimit-remaining': 'many' };
    bench.simulator.addFault({
      match: { operationId: 'listUsers' },
      effect: { kind: 'status', status: 404, headers },
    });

    const { lines } = await linesOf();

    const users = lines.find(({ path }) => path === '/users');
    expect(users?.requestId).toBe('r'.repeat(100));
    expect(Object.keys(users ?? {})).not.toContain('serverDate');
    expect(Object.keys(users ?? {})).not.toContain('rateRemaining');
  });
});
