/** Who goes next, where several wait for one place. */
import { describe, expect, it } from 'vitest';
import { type FairOptions, FairQueue } from '../../src/segment/fair-queue.ts';

function orderOf(
  joining: readonly (readonly [string, FairOptions])[],
  late: readonly string[] = [],
): string[] {
  const queue = new FairQueue<FairOptions & { readonly name: string }>();
  for (const [name, options] of joining) queue.add({ name, ...options });
  const order: string[] = [];
  for (;;) {
    const next = queue.next(({ kind = '' }) => !late.includes(kind));
    if (next === undefined) return order;
    order.push(next.name);
  }
}

const [acme, other] = [{}, {}];

describe('the queue of those that share limits', () => {
  it('takes the operations of a connection in turn: many of one keep no other waiting', () => {
    const order = orderOf([
      ['user 1', { owner: acme, kind: 'getUser' }],
      ['user 2', { owner: acme, kind: 'getUser' }],
      ['user 3', { owner: acme, kind: 'getUser' }],
      ['rules 1', { owner: acme, kind: 'listRules' }],
      ['rules 2', { owner: acme, kind: 'listRules' }],
    ]);

    expect(order).toEqual(['user 1', 'rules 1', 'user 2', 'rules 2', 'user 3']);
  });

  it('passes over what may not go yet', () => {
    const order = orderOf(
      [
        ['slow 1', { owner: acme, kind: 'listSyncs', priority: 5000 }],
        ['user 1', { owner: acme, kind: 'getUser' }],
        ['slow of another', { owner: other, kind: 'listSyncs', priority: 5000 }],
        ['user 2', { owner: acme, kind: 'getUser' }],
      ],
      ['listSyncs'],
    );

    expect(order).toEqual(['user 1', 'user 2']);
  });

  it('takes what is more urgent before that, and the connections in turn before all', () => {
    const order = orderOf([
      ['user 1', { owner: acme, kind: 'getUser' }],
      ['slow 1', { owner: acme, kind: 'listSyncs', priority: 5000 }],
      ['slow 2', { owner: acme, kind: 'listSyncs', priority: 5000 }],
      ['of another', { owner: other, kind: 'getUser' }],
    ]);

    expect(order).toEqual(['slow 1', 'of another', 'slow 2', 'user 1']);
  });
});
