/** The pace of all connections behind one address: how many go, who goes first, who holds up nobody. In virtual time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Limits, realSurroundings } from '../../src/deps.ts';
import { SharedPace } from '../../src/segment/shared-pace.ts';
import { load, MINIMAL } from '../config/folder.ts';
import { START } from '../support/client.ts';
import { openQueue } from '../support/request-queue.ts';
import { mostInAMinute, SharedTime } from '../support/shared-time.ts';
import { runs } from '../support/tier.ts';

function paces(perMinute: number, own: readonly number[]) {
  const time = new SharedTime();
  const shared = new SharedPace({ requestsPerMinute: perMinute, nowMs: time.now });
  const sent: { readonly by: number; readonly at: number }[] = [];
  const all = own.map((requestsPerMinute, by) => {
    const queue = openQueue({
      requestsPerMinute,
      concurrency: 100,
      nowMs: time.now,
      sleep: time.sleep,
      shared,
    });
    const send = (assertWorth?: () => void) =>
      queue.add(
        { operationId: 'a', assertWorth },
        async () => void sent.push({ by, at: time.now() - START }),
      );
    return { pace: queue.pace, send };
  });
  return { time, all, sent };
}

const times = (count: number, act: () => Promise<void>) => Array.from({ length: count }, act);

describe('the shared pace', () => {
  it('lets each connection have one request a round, however many the others have', async () => {
    const { time, all, sent } = paces(4, [1000, 1000, 1000]);
    const [large, small, smaller] = all;

    await time.runUntil(
      Promise.all(
        [large, small, smaller].flatMap((each, index) =>
          times([12, 3, 1][index] ?? 0, () => each?.send() ?? Promise.resolve()),
        ),
      ),
    );

    const inMinute = (minute: number) => sent.filter(({ at }) => at === minute * 60_000).map(({ by }) => by);
    // All of the large one's came first; from the second minute on it has its turn and no more.
    expect(inMinute(0)).toEqual([0, 0, 0, 0]);
    expect(inMinute(1).sort()).toEqual([0, 1, 1, 2]);
    expect(sent).toHaveLength(16);
    expect(sent.at(-1)?.at).toBe(3 * 60_000);
  });

  it('is held up by nobody whom another limit holds back, also when that comes while they wait', async () => {
    const { time, all, sent } = paces(2, [1000, 1000]);
    const [held, free] = all;
    const send = (each: typeof held) => each?.send() ?? Promise.resolve();

    await time.runUntil(
      Promise.all([
        ...times(4, () => send(held)),
        ...times(3, () => send(free)),
        time.sleep(30_000).then(() => held?.pace.hold(300_000)),
      ]),
    );

    const of = (one: number) => sent.filter(({ by }) => by === one).map(({ at }) => at);
    expect(of(1)).toEqual([60_000, 60_000, 120_000]);
    expect(of(0)).toEqual([0, 0, 330_000, 330_000]);
  });

  it('gives the place of who may wait no longer to the next', async () => {
    const { time, all, sent } = paces(1, [1000, 1000, 1000]);
    const [first, second, third] = all;
    const noLonger = () => {
      throw new Error('no time left');
    };

    await time.runUntil(
      (async () => {
        await first?.send();
        const waiting = third?.send();
        await expect(second?.send(noLonger)).rejects.toThrow('no time left');
        await waiting;
      })(),
    );

    expect(sent).toEqual([
      { by: 0, at: 0 },
      { by: 2, at: 60_000 },
    ]);
  });
});

it('no minute has more than the shared limit or any own one, and all that is asked goes at last', async () => {
  const wish = fc.record({ by: fc.nat(3), afterMs: fc.nat(90_000) });
  const own = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(wish, { maxLength: 30 }),
      own,
      fc.integer({ min: 1, max: 8 }),
      async (wishes, limits, together) => {
        const { time, all, sent } = paces(together, limits);

        await time.runUntil(
          Promise.all(wishes.map(({ by, afterMs }) => time.sleep(afterMs).then(() => all[by]?.send()))),
        );

        expect(sent).toHaveLength(wishes.length);
        expect(mostInAMinute(sent.map(({ at }) => at))).toBeLessThanOrEqual(together);
        for (const [by, limit] of limits.entries()) {
          const of = sent.filter((each) => each.by === by).map(({ at }) => at);
          expect(mostInAMinute(of)).toBeLessThanOrEqual(limit);
        }
      },
    ),
    { numRuns: runs({ fast: 20, full: 200 }) },
  );
});

describe('the configured shared pace', () => {
  const text = `sharedRequestsPerMinute: 10\n${MINIMAL}  - { name: other, region: us, token: "env:B" }\n`;

  it.each([
    ['is for one process', {}, 10],
    ['is divided by the processes side by side', { SEGMENT_EVIDENCE_CONSUMERS: '3' }, 3],
    ['is one a minute at least', { SEGMENT_EVIDENCE_CONSUMERS: '1000' }, 1],
  ])('%s', async (_title, env, expected) => {
    const config = await load(text, { env });
    const time = new SharedTime();
    const surroundings = {
      ...realSurroundings({}, new AbortController().signal),
      now: () => new Date(time.now()),
      sleep: time.sleep,
    };
    const limits = new Limits(surroundings, config);
    const sent: number[] = [];

    await time.runUntil(
      Promise.all(
        config.connections.flatMap((connection) =>
          times(6, () =>
            limits.of(connection).add({ operationId: 'a' }, async () => void sent.push(time.now() - START)),
          ),
        ),
      ),
    );

    expect(sent.filter((at) => at === 0)).toHaveLength(expected);
    expect(sent).toHaveLength(12);
  });

  it.each(['0', '1.5', 'many', '-1', '1001'])('refuses %s processes', async (count) => {
    await expect(load(text, { env: { SEGMENT_EVIDENCE_CONSUMERS: count } })).rejects.toMatchObject({
      issues: [expect.objectContaining({ path: 'SEGMENT_EVIDENCE_CONSUMERS' })],
    });
  });
});
