/** Who goes next, where several wait for one place. */
import PQueue from 'p-queue';
import { describe, expect, it } from 'vitest';
import { type FairOptions, FairQueue } from '../../src/segment/fair-queue.ts';

async function orderOf(joining: readonly (readonly [string, FairOptions])[]): Promise<string[]> {
  const queue = new PQueue<FairQueue, FairOptions>({
    concurrency: 1,
    queueClass: FairQueue,
    autoStart: false,
  });
  const order: string[] = [];
  const done = joining.map(([name, options]) => queue.add(async () => void order.push(name), options));
  queue.start();
  await Promise.all(done);
  return order;
}

const [acme, other] = [{}, {}];

describe('the queue of those that share limits', () => {
  it('takes the operations of a connection in turn: many of one keep no other waiting', async () => {
    const order = await orderOf([
      ['user 1', { owner: acme, kind: 'getUser' }],
      ['user 2', { owner: acme, kind: 'getUser' }],
      ['user 3', { owner: acme, kind: 'getUser' }],
      ['rules 1', { owner: acme, kind: 'listRules' }],
      ['rules 2', { owner: acme, kind: 'listRules' }],
    ]);

    expect(order).toEqual(['user 1', 'rules 1', 'user 2', 'rules 2', 'user 3']);
  });

  it('takes what is more urgent before that, and the connections in turn before all', async () => {
    const order = await orderOf([
      ['user 1', { owner: acme, kind: 'getUser' }],
      ['slow 1', { owner: acme, kind: 'listSyncs', priority: 5000 }],
      ['slow 2', { owner: acme, kind: 'listSyncs', priority: 5000 }],
      ['of another', { owner: other, kind: 'getUser' }],
    ]);

    expect(order).toEqual(['slow 1', 'of another', 'slow 2', 'user 1']);
  });
});
