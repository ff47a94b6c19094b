/** Between slots: soon after a run, then at growing intervals, and not once nothing is left. */
import { expect, it } from 'vitest';
import { Keeper } from '../../src/service/keeper.ts';
import { Retelling } from '../../src/service/retelling.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-22T03:00:00.000Z');

/** A process that is woken every minute, with a channel that is down for a while. Returns when it was asked. */
async function tellings(downMinutes: number, minutes: number, tell?: () => Promise<boolean>) {
  let minute = 0;
  const asked: number[] = [];
  const now = () => new Date(START + minute * MINUTE);
  const retelling = new Retelling({
    now,
    tell: async () => {
      asked.push(minute);
      return tell === undefined ? minute < downMinutes : tell();
    },
    onFailure: () => undefined,
  });
  const keeper = new Keeper({
    now,
    signal: new AbortController().signal,
    attend: async (name) => {
      retelling.expect(name);
      return 'never';
    },
    onFailure: () => undefined,
    betweenSlots: (name) => retelling.act(name),
  });
  const kept = { name: 'acme', schedule: '0 3 * * *', timezone: 'Etc/UTC' };
  for (; minute < minutes; minute += 1) await keeper.wake(kept);
  return asked;
}

it('looks once after a run where nothing is left', async () => {
  expect(await tellings(0, 600)).toEqual([0]);
});

it.each([
  ['three minutes', 3, [0, 1, 3]],
  ['ten minutes', 10, [0, 1, 3, 7, 15]],
  ['ten hours', 600, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363, 423, 483, 543, 603]],
])('tells a channel that was down for %s soon after, long before the next slot', async (_title, down, at) => {
  expect(await tellings(down, 1_000)).toEqual(at);
});

it('tries again after a store that could not be read, and stops nobody', async () => {
  const broken = () => Promise.reject(new Error('no store'));

  expect(await tellings(0, 8, broken)).toEqual([0, 1, 3, 7]);
});
