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
    attend: async (_name, slot, trigger) => {
      collected.push(`${slot.toISOString().slice(11, 16)} ${trigger}`);
      return 'never';
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
      attend: async () => {
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

  it('is attended to again at the instant that its last run named, and not before', async () => {
    const attended: string[] = [];
    const { clock, wakeAt } = createKeeper({
      attend: async () => {
        attended.push(clock.now.toISOString().slice(11, 16));
        return attended.length < 3 ? new Date(clock.now.getTime() + 5 * 60_000) : 'never';
      },
    });
    for (const time of ['03:00:00', '03:04:59', '03:05:00', '03:09:00', '03:12:00', '03:59:00', '04:00:00'])
      await wakeAt(time);

    expect(attended).toEqual(['03:00', '03:05', '03:12', '04:00']);
  });

  it('is left alone for a minute even where its last run names an instant that has come', async () => {
    let times = 0;
    const { wakeAt } = createKeeper({
      attend: async () => {
        times += 1;
        return new Date('2026-11-22T00:00:00Z');
      },
    });
    for (const time of ['03:00:00', '03:00:30', '03:01:00']) await wakeAt(time);

    expect(times).toBe(2);
  });

  it('is not attended to again for a slot that is over when the clock is set back', async () => {
    const attended: string[] = [];
    const { wakeAt } = createKeeper({
      attend: async (_name, slot) => {
        attended.push(slot.toISOString().slice(11, 16));
        return new Date('2026-11-22T00:00:00Z');
      },
    });
    for (const time of ['04:00:00', '03:59:00', '04:01:00']) await wakeAt(time);

    expect(attended).toEqual(['04:00', '04:00']);
  });

  it('goes on with the slot that came while a run lasted', async () => {
    const { keeper, clock, collected } = createKeeper({
      attend: async (_name, slot, trigger) => {
        collected.push(`${slot.toISOString().slice(11, 16)} ${trigger}`);
        if (collected.length === 1) clock.now = new Date('2026-11-22T05:10:00Z');
        return 'never';
      },
    });
    await keeper.wake(kept);

    expect(collected).toEqual(['03:00 schedule', '05:00 schedule']);
  });

  it('has one run at a time: who wakes it meanwhile waits for the same one', async () => {
    let finish = (_: 'never') => {};
    let runs = 0;
    const { keeper } = createKeeper({
      attend: () => {
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
    finish('never');
    await Promise.all(both);

    expect([runs, keeper.isRunning('acme')]).toEqual([1, false]);
  });

  it('is tried again after a failure, less and less often, and then soon again', async () => {
    let isUp = false;
    let tries = 0;
    const { retries, wakeAt } = createKeeper({
      attend: async () => {
        tries += 1;
        if (!isUp) throw new Error('the store is away');
        return 'never';
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
      attend: async () => {
        stop.abort(new InterruptedError('SIGTERM'));
        throw stop.signal.reason;
      },
    });
    await wakeAt('03:00:00');

    await expect(keeper.settled()).rejects.toThrow('interrupted by SIGTERM');
  });
});
