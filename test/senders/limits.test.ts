/** How many requests are under way at once, and whose limits they keep to. */
import { describe, expect, it } from 'vitest';
import { Limits, type Surroundings } from '../../src/deps.ts';
import type { SenderLimits } from '../../src/senders/deliver.ts';
import { createStillClock } from '../support/in-process-cli.ts';
import { openSending, seen } from './sender.ts';

const many = (count: number) => Array.from({ length: count }, () => seen());

/** A configuration's limits of a lender, and of who borrows from it. */
function sharedLimits(lender: { readonly concurrency: number; readonly requestsPerMinute: number }) {
  const clock = createStillClock();
  const limits = new Limits({ now: clock.now, sleep: clock.sleep } as unknown as Surroundings);
  return {
    clock,
    lender: limits.of({ name: 'acme', ...lender }),
    borrower: limits.of({ name: 'canary', shareLimitsWith: 'acme', ...lender }) as SenderLimits,
  };
}

describe('concurrency', () => {
  it.each([1, 4, 25])('%i: so many requests are under way at once, and no more', async (concurrency) => {
    const { api, sender } = await openSending({ concurrency, messagesPerRequest: 1 });
    api.answerTogether(concurrency);

    const results = await sender.send(many(concurrency * 2));

    expect(new Set(results.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
    expect(api.mostAtOnce).toBe(concurrency);
    expect(api.delivered).toHaveLength(concurrency * 2);
  });

  it('is kept by several calls at once together', async () => {
    const { api, sender } = await openSending({ concurrency: 2 });
    api.answerTogether(2);

    await Promise.all(many(8).map((message) => sender.send([message])));

    expect(api.mostAtOnce).toBe(2);
    expect(api.delivered).toHaveLength(8);
  });
});

describe('shareLimitsWith', () => {
  it('is one queue with the lender: what it has under way counts', async () => {
    const { lender, borrower } = sharedLimits({ concurrency: 3, requestsPerMinute: 1_000 });
    const { api, sender } = await openSending({ limits: borrower, messagesPerRequest: 1 });
    const open: (() => void)[] = [];
    const busy = () => new Promise<void>((resolve) => open.push(resolve));
    const lent = [
      lender.add({ operationId: 'listUsers' }, busy),
      lender.add({ operationId: 'listUsers' }, busy),
    ];

    await sender.send(many(3));
    const whileLent = api.mostAtOnce;
    for (const resolve of open) resolve();
    await Promise.all(lent);
    api.answerTogether(3);
    await sender.send(many(6));

    expect(whileLent).toBe(1);
    expect(api.mostAtOnce).toBe(3);
  });

  it('is one pace with the lender: its requests count, and it waits when Segment says so', async () => {
    const { clock, lender, borrower } = sharedLimits({ concurrency: 4, requestsPerMinute: 3 });
    const { api, sender } = await openSending({ limits: borrower, now: clock.now, sleep: clock.sleep });
    await lender.add({ operationId: 'listUsers' }, async () => undefined);
    await sender.send([seen()]);
    await sender.send([seen()]);
    expect(clock.waits).toEqual([]);

    await sender.send([seen()]);
    expect(clock.waits).toEqual([60_000]);

    api.failNext({ status: 429, headers: { 'retry-after': '7' } });
    await sender.send([seen()]);
    const before = clock.waits.length;
    api.failNext({ status: 429, headers: { 'retry-after': '3600' } });
    const [result] = await sender.send([seen()]);
    await lender.add({ operationId: 'listUsers' }, async () => undefined);

    expect(result).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
    expect(clock.waits.slice(before).at(-1)).toBe(150_000);
  });

  it('gives up, with words, when its turn would come too late', async () => {
    const { clock, lender, borrower } = sharedLimits({ concurrency: 4, requestsPerMinute: 1_000 });
    const { api, sender } = await openSending({ limits: borrower, now: clock.now, sleep: clock.sleep });
    lender.pace.hold(61_000);

    const [result] = await sender.send([seen()]);

    expect(result).toMatchObject({
      kind: 'rate-limited',
      problem: expect.stringContaining('the pace is spent'),
    });
    expect([clock.waits, api.requests]).toEqual([[], []]);
  });
});
