/** When a failed attempt is made again, and after which delays. No test waits: the delays asked for are the result. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  decideRetry,
  type FailedAttempt,
  LONGEST_WAIT_MS,
  MOST_ATTEMPTS,
  MOST_RATE_ATTEMPTS,
} from '../../src/segment/retry.ts';
import { type FaultEffect, type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createTestClient, START, VirtualClock } from '../support/client.ts';

let simulator: Simulator;
let clock: VirtualClock;
beforeEach(async () => {
  clock = new VirtualClock();
  simulator = await startSimulator({ now: clock.now });
});
afterEach(() => simulator.close());

/** Asks for the users; returns how it ended and how long was waited in between. */
async function ask(effect: FaultEffect, { times = 99, random = 0 } = {}) {
  simulator.addFault({ match: { operationId: 'listUsers', times }, effect });
  const client = createTestClient({
    origin: simulator.url,
    token: simulator.tokens.owner,
    clock,
    random: () => random,
  });
  const ended = await client
    .get({ operationId: 'listUsers', path: '/users', query: { 'pagination.count': '200' } })
    .then(({ status }) => status)
    .catch((error: { code: string }) => error.code);
  await client.close();
  return { ended, delays: clock.delays, attempts: simulator.requests.length };
}

const inHttpDate = (ms: number) => new Date(START + ms).toUTCString();
const tooMany = (headers: Record<string, string>): FaultEffect => ({
  kind: 'status',
  status: 429,
  headers: { 'x-ratelimit-reset': 'unknown', ...headers },
});

describe('the wait after a 429', () => {
  it.each<[string, FaultEffect, number[]]>([
    ['Retry-After in seconds', { kind: 'rate-limited', retryAfterSeconds: 9 }, [9000]],
    ['Retry-After as a date', tooMany({ 'retry-after': inHttpDate(12_000) }), [12_000]],
    ['a Retry-After date before now', tooMany({ 'retry-after': inHttpDate(-12_000) }), []],
    ['the body’s milliseconds', { kind: 'rate-limited', msBeforeNext: 1234.5 }, [1235]],
    // A whole second: the reset may come at its end.
    ['the header X-RateLimit-Reset', { kind: 'rate-limited', resetInMs: 30_000 }, [31_000]],
    ['a reset before now', { kind: 'rate-limited', resetInMs: -30_000 }, []],
    [
      'Retry-After in seconds before the body',
      { kind: 'rate-limited', retryAfterSeconds: 2, msBeforeNext: 9999 },
      [2000],
    ],
    [
      'the reset all the same when nothing remains until then',
      { kind: 'rate-limited', retryAfterSeconds: 2, resetInMs: 50_000 },
      [51_000],
    ],
    [
      'a Retry-After date before the reset',
      tooMany({ 'retry-after': inHttpDate(7000), 'x-ratelimit-reset': inHttpDate(50_000) }),
      [7000],
    ],
    ['nothing: doubling from 1.2 seconds, half of it jitter', { kind: 'rate-limited' }, [600]],
    ['a Retry-After that is no time', tooMany({ 'retry-after': 'soon' }), [600]],
    ['a Retry-After below nothing', tooMany({ 'retry-after': '-5' }), [600]],
    ['an empty Retry-After', tooMany({ 'retry-after': '' }), [600]],
  ])('follows %s', async (_title, effect, delays) => {
    const asked = await ask(effect, { times: 1 });

    expect(asked).toEqual({ ended: 200, delays, attempts: 2 });
  });

  it('is not made longer by jitter when the server names seconds', async () => {
    expect(
      (await ask({ kind: 'rate-limited', retryAfterSeconds: 9 }, { times: 1, random: 0.99 })).delays,
    ).toEqual([9000]);
  });

  it('ends after eight attempts', async () => {
    const asked = await ask({ kind: 'rate-limited', retryAfterSeconds: 1 });

    expect(asked).toEqual({ ended: 'RATE_LIMITED', delays: Array(7).fill(1000), attempts: 8 });
  });

  it('is not waited for when it is longer than two and a half minutes', async () => {
    expect(await ask({ kind: 'rate-limited', retryAfterSeconds: 151 })).toEqual({
      ended: 'RATE_LIMITED',
      delays: [],
      attempts: 1,
    });
  });
});

describe('the wait after a failure of the server', () => {
  it.each<[string, FaultEffect, string]>([
    ['a 500', { kind: 'status', status: 500 }, 'UPSTREAM_FAILED'],
    ['a 503 with a web page', { kind: 'status', status: 503, body: 'html' }, 'UPSTREAM_FAILED'],
    ['a dropped connection', { kind: 'drop-before-headers' }, 'NETWORK_FAILED'],
    ['an answer that never comes', { kind: 'never-answer' }, 'TIMED_OUT'],
    ['a body that is no JSON', { kind: 'html' }, 'BAD_SHAPE'],
  ])('doubles, four attempts in all: %s', async (_title, effect, code) => {
    expect(await ask(effect)).toEqual({ ended: code, delays: [150, 300, 600], attempts: 4 });
  });

  it('is up to twice as long by jitter', async () => {
    expect((await ask({ kind: 'status', status: 500 }, { random: 0.999_999 })).delays).toEqual([
      300, 600, 1200,
    ]);
  });

  it.each([406, 415])('is none after %i, which is asked once more by another media type', async (status) => {
    expect(await ask({ kind: 'status', status })).toMatchObject({ delays: [], attempts: 2 });
  });

  it.each([400, 401, 403, 404, 405, 409, 410, 422])(
    'is none after %i: it would be the same again',
    async (status) => {
      expect(await ask({ kind: 'status', status })).toMatchObject({ delays: [], attempts: 1 });
    },
  );
});

const wait = fc.option(fc.double({ min: 0, max: 400_000, noNaN: true }), { nil: undefined });
const failure: fc.Arbitrary<FailedAttempt> = fc.oneof(
  fc.record({
    kind: fc.constant('rate' as const),
    retryAfterSeconds: fc.option(fc.nat(400), { nil: undefined }),
    retryAtMs: fc.option(fc.integer({ min: START - 9000, max: START + 400_000 }), { nil: undefined }),
    msBeforeNext: wait,
    resetAtMs: fc.option(fc.integer({ min: START - 9000, max: START + 400_000 }), { nil: undefined }),
  }),
  fc.constantFrom({ kind: 'transient' as const }, { kind: 'final' as const }),
);
const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('every decision', () => {
  it('waits at least as long as the server asked for, and never longer than it is worth', () => {
    fc.assert(
      fc.property(failure, fc.integer({ min: 1, max: 12 }), dice, (failed, attempt, random) => {
        const decision = decideRetry(failed, attempt, START, random);

        if (decision.kind === 'stop') return;
        expect(decision.delayMs).toBeGreaterThanOrEqual(0);
        expect(decision.delayMs).toBeLessThanOrEqual(LONGEST_WAIT_MS);
        if (failed.kind !== 'rate') return;
        const { retryAfterSeconds, retryAtMs = 0 } = failed;
        const least = retryAfterSeconds === undefined ? retryAtMs - START : retryAfterSeconds * 1000;
        expect(decision.delayMs).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  it('ends: attempts and the sum of waits are bounded, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(failure, { minLength: 12, maxLength: 12 }), dice, (failures, random) => {
        let total = 0;
        let attempt = 1;
        for (; ; attempt += 1) {
          const failed = failures[attempt - 1] ?? { kind: 'final' };
          const decision = decideRetry(failed, attempt, START, random);
          if (decision.kind === 'stop') break;
          total += decision.delayMs;
        }

        expect(attempt).toBeLessThanOrEqual(Math.max(MOST_ATTEMPTS, MOST_RATE_ATTEMPTS));
        expect(total).toBeLessThanOrEqual((MOST_RATE_ATTEMPTS - 1) * LONGEST_WAIT_MS);
      }),
    );
  });
});
