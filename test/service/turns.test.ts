/** Turns: as many at once as there is room for, in the order in which they came. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../src/service/turns.ts';

/** Takes turns of such costs, and ends them when told to. */
function takeAll(room: number, costs: readonly number[]) {
  const turns = new Turns(room);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = costs.map((cost, index) =>
    turns.take(cost, async () => {
      begun.push(index);
      await new Promise<void>((end) => {
        ends[index] = end;
      });
      if (index === 0) throw new Error('the first one fails');
    }),
  );
  const settled = Promise.allSettled(all);
  return { begun, end: (index: number) => ends[index]?.(), settled };
}

describe('turns', () => {
  it('are given while there is room, and again when one ends, however it does', async () => {
    const { begun, end, settled } = takeAll(10, [4, 4, 4, 1]);
    await setImmediate();
    // The last one would fit; it came last.
    expect(begun).toEqual([0, 1]);

    end(0);
    await setImmediate();
    expect(begun).toEqual([0, 1, 2, 3]);

    for (const index of [1, 2, 3]) end(index);
    expect((await settled).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('that want more room than there is are taken alone', async () => {
    const { begun, end, settled } = takeAll(10, [1, 25, 1]);
    await setImmediate();
    expect(begun).toEqual([0]);

    end(0);
    await setImmediate();
    expect(begun).toEqual([0, 1]);

    end(1);
    await setImmediate();
    end(2);
    expect((await settled)[1]?.status).toBe('fulfilled');
    expect(begun).toEqual([0, 1, 2]);
  });
});
