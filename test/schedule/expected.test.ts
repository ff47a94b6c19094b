import { describe, expect, it } from 'vitest';
import { alarmAt, expectedBy, isAhead, overdueSince } from '../../src/schedule/expected.ts';
import { tallySlots } from '../../src/schedule/tally.ts';

const daily = { schedule: '0 3 * * *', timezone: 'Etc/UTC' };
const slot = '2026-11-22T03:00:00.000Z';
const run = { slot, startedAt: '2026-11-22T03:00:04.000Z' };

describe('by when the next run has to come', () => {
  const yearly = '2027-11-22T04:00:00.000Z';

  it.each([
    ['follows from the schedule where the run promised nothing', daily, run, '2026-11-23T04:00:00.000Z'],
    [
      'follows from the schedule where that is earlier than the promise',
      daily,
      { ...run, expectedNextBy: yearly },
      '2026-11-23T04:00:00.000Z',
    ],
    [
      'is as promised where that is earlier',
      daily,
      { ...run, expectedNextBy: '2026-11-22T05:00:00.000Z' },
      '2026-11-22T05:00:00.000Z',
    ],
    [
      'is as promised where there is no schedule any more',
      { timezone: 'Etc/UTC' },
      { ...run, expectedNextBy: yearly },
      yearly,
    ],
    ['is never where nothing was promised and nothing is asked', { timezone: 'Etc/UTC' }, run, null],
    [
      'counts from the start of a run without a slot',
      daily,
      { ...run, slot: null },
      '2026-11-23T04:00:00.000Z',
    ],
  ])('%s', (_title, timetable, last, instant) => {
    expect(expectedBy(timetable, last)).toBe(instant);
  });

  it('is overdue only after that instant', () => {
    const nowMs = Date.parse(slot);

    expect(overdueSince(slot, nowMs)).toBeNull();
    expect(overdueSince(slot, nowMs + 1)).toBe(slot);
    expect(overdueSince(null, nowMs)).toBeNull();
  });
});

describe('a run is dated after now', () => {
  it.each([
    ['by its start', { slot, startedAt: '2026-11-22T03:02:00Z' }, true],
    ['by its slot', { slot: '2026-11-22T03:02:00Z', startedAt: slot }, true],
    ['by its start without a slot', { slot: null, startedAt: '2026-11-22T03:02:00Z' }, true],
    ['not by as little as clocks may differ', { slot: '2026-11-22T03:01:00Z', startedAt: slot }, false],
    ['not when it was before', { slot: '2026-11-21T03:00:00Z', startedAt: '2026-11-21T03:00:00Z' }, false],
  ])('%s', (_title, dated, isTrue) => {
    expect(isAhead(dated, new Date(slot))).toBe(isTrue);
  });
});

it('a slot answered twice is late only when the first complete run was', () => {
  const later = { slot, startedAt: '2026-11-25T00:00:00.000Z' };
  const tally = (...complete: readonly (typeof run)[]) =>
    tallySlots(daily, new Date('2026-11-21T12:00Z'), new Date('2026-11-22T12:00Z'), complete);

  expect(tally(later, run)).toEqual({ expected: 1, missing: [], late: [] });
  expect(tally(later).late).toEqual([{ slot, collectedAt: later.startedAt }]);
  expect(tally()).toEqual({ expected: 1, missing: [slot], late: [] });
});

describe('when somebody must hear that no run came', () => {
  const promised = '2026-11-23T04:00:00.000Z';
  const short = { ...run, endedAt: '2026-11-22T03:05:00.000Z', expectedNextBy: promised };
  const long = { ...short, endedAt: '2026-11-22T04:10:00.000Z' };
  const hourly = { schedule: '0 * * * *', timezone: 'Etc/UTC' };
  const weekly = { schedule: '0 3 * * 2', timezone: 'Etc/UTC' };

  it.each([
    ['an hour after the slot', daily, short, undefined, promised],
    ['twice the time after it that the last run took', daily, long, undefined, '2026-11-23T05:19:52.000Z'],
    [
      'no later than a run may read, however long the last one hung',
      daily,
      { ...long, endedAt: '2026-11-25T00:00:00.000Z' },
      undefined,
      '2026-11-23T10:00:00.000Z',
    ],
    ['later while a run is under way', daily, short, { mostMs: 30 * 60_000 }, '2026-11-23T04:30:00.000Z'],
    ['not before the promise, where the schedule was made denser', hourly, short, undefined, promised],
    [
      'not before the schedule asks, where it was made rarer',
      weekly,
      short,
      undefined,
      '2026-11-24T04:00:00.000Z',
    ],
    [
      'never where the schedule was added since',
      daily,
      { ...short, expectedNextBy: undefined },
      undefined,
      undefined,
    ],
    ['never where there is no schedule any more', { timezone: 'Etc/UTC' }, short, undefined, undefined],
  ])('is %s', (_title, timetable, last, running, instant) => {
    expect(alarmAt(timetable, last, running)?.at.toISOString()).toBe(instant);
  });
});
