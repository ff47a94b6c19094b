/** When requests go: by the connection's limit, the operation's, and what the server says. In virtual time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateReport } from '../../src/segment/told-rate.ts';
import { START, VirtualClock } from '../support/client.ts';
import { openQueue } from '../support/request-queue.ts';
import { mostInAMinute, SharedTime } from '../support/shared-time.ts';
import { runs } from '../support/tier.ts';

function paceOf(requestsPerMinute: number) {
  const clock = new VirtualClock();
  const queue = openQueue({ requestsPerMinute, nowMs: clock.nowMs, sleep: clock.sleep });
  const { pace } = queue;
  const sentAt: number[] = [];
  const request = { operationId: 'a' };
  const send = (operation = 'a', limit?: number) =>
    queue.add(
      limit === undefined ? request : { operationId: operation, requestsPerMinute: limit },
      async () => void sentAt.push(clock.nowMs() - START),
    );
  const observe = (report: RateReport | undefined) => pace.observe(report, request);
  return { clock, pace, send, sentAt, observe };
}

describe('the pace of a connection', () => {
  it('lets a minute’s worth go at once and holds the next one until the first is a minute old', async () => {
    const { send, sentAt, clock } = paceOf(3);

    for (let i = 0; i < 7; i += 1) await send();

    expect(sentAt).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000]);
    expect(clock.delays).toEqual([60_000, 60_000]);
  });

  it('counts a window that slides, not one that begins anew', async () => {
    const { send, sentAt, clock } = paceOf(2);

    await send();
    clock.advance(40_000);
    await send();
    await send();
    await send();

    expect(sentAt).toEqual([0, 40_000, 60_000, 100_000]);
  });

  it('is the server’s own as soon as it tells one, until its reset', async () => {
    const { send, sentAt, observe } = paceOf(1);

    await send();
    observe({ remaining: 2, resetAtMs: START + 30_000 });
    for (let i = 0; i < 3; i += 1) await send();

    expect(sentAt).toEqual([0, 0, 0, 30_000]);
  });

  it.each([
    ['tells how many may go: these', { remaining: 1, resetAtMs: START + 90_000 }, [30_000, 90_000]],
    ['tells nothing: one in our own minute', undefined, [90_000, 150_000]],
    ['does not come: one now and then', 'none', [35_000, 40_000]],
  ] as const)('sends one to see after a reset, and when its answer %s', async (_title, report, then) => {
    const { send, sentAt, observe } = paceOf(1);

    observe({ remaining: 0, resetAtMs: START + 30_000 });
    await send();
    if (report !== 'none') observe(report);
    await send();
    await send();

    expect(sentAt).toEqual([30_000, ...then]);
  });

  it('waits for the reset when nothing remains', async () => {
    const { send, sentAt, observe } = paceOf(100);

    observe({ remaining: 0, resetAtMs: START + 30_000 });
    await send();

    expect(sentAt).toEqual([30_000]);
  });

  it('is not taken back by an older report that arrives late', async () => {
    const { send, sentAt, observe } = paceOf(100);
    const resetAtMs = START + 30_000;

    observe({ remaining: 0, resetAtMs });
    observe({ remaining: 5, resetAtMs });
    await send();

    expect(sentAt).toEqual([30_000]);
  });

  it.each([
    ['a reset in the past', -1000],
    ['a reset that lies years ahead, as with a wrong clock', 365 * 24 * 3_600_000],
  ])('is our own after %s', async (_title, inMs) => {
    const { send, sentAt, observe } = paceOf(2);

    observe({ remaining: 0, resetAtMs: START + inMs });
    for (let i = 0; i < 3; i += 1) await send();

    expect(sentAt).toEqual([0, 0, 60_000]);
  });

  it('holds everything back after a refusal, and the longer hold wins', async () => {
    const { send, sentAt, pace } = paceOf(100);

    pace.hold(9000);
    pace.hold(2000);
    await send('a');
    await send('b');

    expect(sentAt).toEqual([9000, 9000]);
  });
});

describe('the pace of an operation', () => {
  it('holds back that operation alone', async () => {
    const { send, sentAt } = paceOf(100);

    for (const operation of ['slow', 'fast', 'slow', 'fast']) {
      await send(operation, operation === 'slow' ? 1 : undefined);
    }

    expect(sentAt).toEqual([0, 0, 60_000, 60_000]);
  });

  it('holds although the server says that much remains', async () => {
    const { send, sentAt, observe } = paceOf(100);

    observe({ remaining: 1000, resetAtMs: START + 50_000 });
    await send('slow', 2);
    await send('slow', 2);
    await send('slow', 2);

    expect(sentAt).toEqual([0, 0, 60_000]);
  });
});

it('no minute has more requests than allowed, whoever asks at the same time', async () => {
  const wish = fc.record({ operation: fc.constantFrom('a', 'b', 'c'), afterMs: fc.nat(90_000) });
  const limits = { connection: fc.integer({ min: 1, max: 6 }), operation: fc.integer({ min: 1, max: 4 }) };
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { maxLength: 25 }), fc.record(limits), async (wishes, limit) => {
      const time = new SharedTime();
      const queue = openQueue({ requestsPerMinute: limit.connection, nowMs: time.now, sleep: time.sleep });
      const sent: { readonly operation: string; readonly at: number }[] = [];

      await time.runUntil(
        Promise.all(
          wishes.map(async ({ operation, afterMs }) => {
            await time.sleep(afterMs);
            await queue.add(
              {
                operationId: operation,
                ...(operation === 'a' ? { requestsPerMinute: limit.operation } : {}),
              },
              async () => void sent.push({ operation, at: time.now() }),
            );
          }),
        ),
      );

      expect(sent).toHaveLength(wishes.length);
      expect(mostInAMinute(sent.map(({ at }) => at))).toBeLessThanOrEqual(limit.connection);
      const limited = sent.filter(({ operation }) => operation === 'a').map(({ at }) => at);
      expect(mostInAMinute(limited)).toBeLessThanOrEqual(limit.operation);
    }),
    { numRuns: runs({ fast: 20, full: 60 }) },
  );
});
