import { describe, expect, it } from 'vitest';
import { InterruptedError } from '../../src/errors.ts';
import { Keeper, type KeeperDeps } from '../../src/service/keeper.ts';

const kept = { name: 'acme', schedule: '0 * * * *', timezone: 'Etc/UTC' };

function createKeeper(changes: Partial<KeeperDeps> = {}) {
  const clock = { now: new Date('2026-11-22T03:00:01Z') };
  const collected: string[] = [];
  const retries: string[] = [];
  const keeper = new Keeper({
    now: () => clock.now,
    signal: new AbortController().signal,
    hasRecord: async () => false,
    collect: async (_name, slot, trigger) => {
      collected.push(`${slot.toISOString().slice(11, 16)} ${trigger}`);
      return true;
    },
    onFailure: (_name, _slot, _error, retryAt) => retries.push(retryAt.toISOString().slice(11, 19)),
    ...changes,
  });
  const wakeAt = async (time: string) => {
    clock.now = new Date(`2026-11-22T${time}Z`);
    await keeper.wake(kept);
  };
  return { keeper, clock, collected, retries, wakeAt };
}

describe('what is kept to its schedule', () => {
  it('is collected once for a slot, however often it is woken', async () => {
    const { collected, wakeAt } = createKeeper();
    for (const time of ['03:00:01', '03:00:01', '03:01:00', '03:59:59', '04:00:00', '04:00:30'])
      await wakeAt(time);

    expect(collected).toEqual(['03:00 schedule', '04:00 schedule']);
  });

  it('is not collected again when the clock is set back', async () => {
    const { collected, wakeAt } = createKeeper();
    for (const time of ['04:00:00', '03:30:00', '03:00:00', '04:00:00']) await wakeAt(time);

    expect(collected).toEqual(['04:00 schedule']);
  });

  it('is collected again by the right clock after one that was far ahead, without a wait for that time', async () => {
    const { keeper, clock, collected } = createKeeper();
    clock.now = new Date('2027-03-02T03:00:01Z');
    await keeper.wake(kept);
    for (const time of ['03:00:01', '03:30:00', '04:00:00']) {
      clock.now = new Date(`2026-11-22T${time}Z`);
      await keeper.wake(kept);
    }

    expect(collected).toEqual(['03:00 schedule', '03:00 schedule', '04:00 schedule']);
  });

  it('is tried again by the right clock when it failed by one that was far ahead', async () => {
    let tries = 0;
    const { keeper, clock } = createKeeper({
      collect: async () => {
        tries += 1;
        throw new Error('the store is away');
      },
    });
    for (const time of ['2027-03-02T03:00:01Z', '2026-11-22T03:00:01Z']) {
      clock.now = new Date(time);
      await keeper.wake(kept);
    }

    expect(tries).toBe(2);
  });

  it('is left alone when the chain has a record of the slot', async () => {
    const { collected, wakeAt } = createKeeper({ hasRecord: async () => true });
    await wakeAt('03:00:01');

    expect(collected).toEqual([]);
  });

  it('goes on with the slot that came while a run lasted', async () => {
    const { keeper, clock, collected } = createKeeper({
      collect: async (_name, slot, trigger) => {
        collected.push(`${slot.toISOString().slice(11, 16)} ${trigger}`);
        if (collected.length === 1) clock.now = new Date('2026-11-22T05:10:00Z');
        return true;
      },
    });
    await keeper.wake(kept);

    expect(collected).toEqual(['03:00 schedule', '05:00 schedule']);
  });

  it('has one run at a time: who wakes it meanwhile waits for the same one', async () => {
    let finish = (_: boolean) => {};
    let runs = 0;
    const { keeper } = createKeeper({
      collect: () => {
        runs += 1;
        return new Promise((done) => {
          finish = done;
        });
      },
    });
    const both = [keeper.wake(kept), keeper.wake(kept)];
    await Promise.resolve();
    await Promise.resolve();
    expect(keeper.isRunning('acme')).toBe(true);
    finish(true);
    await Promise.all(both);

    expect([runs, keeper.isRunning('acme')]).toEqual([1, false]);
  });

  it('is tried again after a failure, less and less often, and then soon again', async () => {
    let isUp = false;
    let tries = 0;
    const { retries, wakeAt } = createKeeper({
      collect: async () => {
        tries += 1;
        if (!isUp) throw new Error('the store is away');
        return true;
      },
    });
    for (const time of ['03:00:00', '03:00:59', '03:01:00', '03:02:59', '03:03:00', '03:06:59'])
      await wakeAt(time);
    expect(tries).toBe(3);
    expect(retries).toEqual(['03:01:00', '03:03:00', '03:07:00']);
    isUp = true;
    await wakeAt('03:07:00');
    isUp = false;
    await wakeAt('04:00:00');

    expect([tries, retries.at(-1)]).toEqual([5, '04:01:00']);
  });

  it('starts nothing once it is asked to stop, and says what was interrupted', async () => {
    const stop = new AbortController();
    const { keeper, wakeAt } = createKeeper({
      signal: stop.signal,
      collect: async () => {
        stop.abort(new InterruptedError('SIGTERM'));
        throw stop.signal.reason;
      },
    });
    await wakeAt('03:00:00');

    await expect(keeper.settled()).rejects.toThrow('interrupted by SIGTERM');
  });
});
