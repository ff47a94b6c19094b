/** Who goes next, and when: a place and the rate are given together. In virtual time. */
import { describe, expect, it } from 'vitest';
import { AGAIN, type QueuedRequest } from '../../src/segment/request-queue.ts';
import { SharedPace } from '../../src/segment/shared-pace.ts';
import { START } from '../support/client.ts';
import { openQueue } from '../support/request-queue.ts';
import { SharedTime } from '../support/shared-time.ts';

type Settings = Partial<Parameters<typeof openQueue>[0]>;

function open(settings: Settings = {}) {
  const time = new SharedTime();
  const queue = openQueue({ nowMs: time.now, sleep: time.sleep, concurrency: 1, ...settings });
  const sent: (readonly [string, number])[] = [];
  /** Each takes a second. */
  const send = (name: string, request: Partial<QueuedRequest> = {}) =>
    queue.add({ operationId: 'any', ...request }, async () => {
      sent.push([name, (time.now() - START) / 1000]);
      await time.sleep(1000);
    });
  return { time, queue, sent, send };
}

const slow = { operationId: 'slow', requestsPerMinute: 2, priority: 5000 };

describe('a request that waits for the rate', () => {
  it('of its operation holds no place: others go meanwhile', async () => {
    const { time, sent, send } = open();

    await time.runUntil(Promise.all([...['a', 'b', 'c'].map((name) => send(name, slow)), send('d')]));

    expect(sent).toEqual([
      ['a', 0],
      ['b', 1],
      ['d', 2],
      ['c', 60],
    ]);
  });

  it('of all lets who came later and is more urgent go first', async () => {
    const { time, sent, send } = open({ requestsPerMinute: 1 });

    await time.runUntil(
      Promise.all([send('a'), send('b'), time.sleep(30_000).then(() => send('urgent', slow))]),
    );

    expect(sent).toEqual([
      ['a', 0],
      ['urgent', 60],
      ['b', 120],
    ]);
  });

  it('ends at once when it would be too late, and when that is told while all places are taken', async () => {
    const { time, queue, send } = open({ requestsPerMinute: 2 });
    let isOver = false;
    const assertWorth = (waitMs: number) => {
      if (isOver || waitMs > 58_000) throw new Error('too late');
    };
    const ends: (readonly [string, number])[] = [];
    const tell = (name: string) =>
      send(name, { assertWorth }).catch(() => void ends.push([name, (time.now() - START) / 1000]));

    await time.runUntil(
      Promise.all([
        send('a'),
        send('b'),
        tell('c'),
        time.sleep(1_500).then(() => tell('d')),
        time.sleep(1_800).then(() => {
          isOver = true;
          queue.recheck();
        }),
      ]),
    );

    expect(ends).toEqual([
      ['c', 1.8],
      ['d', 1.8],
    ]);
  });

  it('fails with whatever ends the waiting', async () => {
    const sleep = () => Promise.reject(new Error('asked to stop'));
    const { send } = open({ requestsPerMinute: 1, concurrency: 2, sleep });
    send('a').catch(() => undefined);

    await expect(send('b')).rejects.toThrow('asked to stop');
  });
});

describe('those that share a slow operation', () => {
  it('have it in turn, however many one of them has', async () => {
    const { time, sent, send } = open();
    const [large, small] = [
      { ...slow, owner: {} },
      { ...slow, owner: {} },
    ];

    await time.runUntil(
      Promise.all([
        ...['large 1', 'large 2', 'large 3', 'large 4'].map((name) => send(name, large)),
        ...['small 1', 'small 2'].map((name) => send(name, small)),
      ]),
    );

    // The first one went before there was anybody else.
    const order = ['large 1', 'large 2', 'small 1', 'large 3', 'small 2', 'large 4'];
    expect(sent.map(([name]) => name)).toEqual(order);
  });
});

describe('what has to be asked again', () => {
  it('goes before what has not begun, and each time is one for the rate', async () => {
    const { time, queue, sent, send } = open({ requestsPerMinute: 2 });
    const again = queue.add({ operationId: 'any' }, async (attempt) => {
      sent.push([`attempt ${attempt}`, (time.now() - START) / 1000]);
      return attempt < 3 ? AGAIN : undefined;
    });

    await time.runUntil(Promise.all([again, send('other', { priority: 9999 })]));

    expect(sent).toEqual([
      ['attempt 1', 0],
      ['attempt 2', 0],
      ['attempt 3', 60],
      ['other', 60],
    ]);
  });
});

it('whoever waits for nothing any more holds up nobody who shares an address', async () => {
  const time = new SharedTime();
  const shared = new SharedPace({ requestsPerMinute: 1, nowMs: time.now });
  const [one, other] = [0, 1].map(() => openQueue({ nowMs: time.now, sleep: time.sleep, shared }));
  const sentAt: number[] = [];
  let isOver = false;
  const assertWorth = () => {
    if (isOver) throw new Error('over');
  };

  await time.runUntil(
    (async () => {
      await one?.add({ operationId: 'a' }, async () => undefined);
      const given = one?.add({ operationId: 'a', assertWorth }, async () => undefined);
      const waiting = other?.add({ operationId: 'a' }, async () => void sentAt.push(time.now() - START));
      isOver = true;
      one?.recheck();
      await expect(given).rejects.toThrow('over');
      await waiting;
    })(),
  );

  expect(sentAt).toEqual([60_000]);
});
