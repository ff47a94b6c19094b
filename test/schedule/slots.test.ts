import { describe, expect, it } from 'vitest';
import { missedSlots, newestSlot, nextSlotAfter, slotsBetween } from '../../src/schedule/slots.ts';

const at = (text: string) => new Date(text);
const texts = (slots: readonly Date[]) => slots.map((slot) => slot.toISOString().slice(5, 16));
const between = (schedule: string, timezone: string, from: string, to: string) =>
  texts(slotsBetween(schedule, timezone, at(from), at(to)));

describe('on a day when the clocks change', () => {
  const rows = [
    {
      title: 'a time that spring skips comes once, right after the gap',
      schedule: '30 2 * * *',
      zone: 'Europe/Berlin',
      from: '2026-03-28T00:00Z',
      to: '2026-03-31T00:00Z',
      slots: ['03-28T01:30', '03-29T01:00', '03-30T00:30'],
    },
    {
      title: 'a time that autumn repeats comes once, the first time',
      schedule: '30 2 * * *',
      zone: 'Europe/Berlin',
      from: '2026-10-24T00:00Z',
      to: '2026-10-27T00:00Z',
      slots: ['10-24T00:30', '10-25T00:30', '10-26T01:30'],
    },
    {
      title: 'midnight that does not exist comes with the first instant of the day',
      schedule: '30 0 * * *',
      zone: 'America/Santiago',
      from: '2026-09-05T00:00Z',
      to: '2026-09-07T12:00Z',
      slots: ['09-05T04:30', '09-06T04:00', '09-07T03:30'],
    },
    {
      title: 'a schedule of every hour runs through the repeated hour',
      schedule: '0 * * * *',
      zone: 'Europe/Berlin',
      from: '2026-10-24T22:30Z',
      to: '2026-10-25T03:00Z',
      slots: ['10-24T23:00', '10-25T00:00', '10-25T01:00', '10-25T02:00', '10-25T03:00'],
    },
    {
      title: 'and has no hour in spring that there is not',
      schedule: '0 * * * *',
      zone: 'Europe/Berlin',
      from: '2026-03-28T23:30Z',
      to: '2026-03-29T03:00Z',
      slots: ['03-29T00:00', '03-29T01:00', '03-29T02:00', '03-29T03:00'],
    },
    {
      title: 'half an hour is enough of a change',
      schedule: '*/15 * * * *',
      zone: 'Australia/Lord_Howe',
      from: '2026-04-04T14:29Z',
      to: '2026-04-04T15:35Z',
      slots: ['04-04T14:30', '04-04T14:45', '04-04T15:00', '04-04T15:15', '04-04T15:30'],
    },
  ];

  it.each(rows)('$title', ({ schedule, zone, from, to, slots }) => {
    expect(between(schedule, zone, from, to)).toEqual(slots);
  });

  it.each(rows)('$title, from wherever one asks', ({ schedule, zone, from, to }) => {
    const all = slotsBetween(schedule, zone, at(from), at(to));
    for (let ms = at(from).getTime(); ms < at(to).getTime(); ms += 41 * 60_000) {
      const now = new Date(ms);
      const next = all.find((slot) => slot > now);
      const newest = all.filter((slot) => slot <= now).at(-1);
      if (next !== undefined) expect(nextSlotAfter(schedule, zone, now)).toEqual(next);
      if (newest !== undefined) expect(newestSlot(schedule, zone, now)).toEqual(newest);
    }
  });
});

describe('a schedule', () => {
  const YEAR = ['2026-01-01T00:30Z', '2027-01-01T00:30Z'] as const;
  const MONTH = ['2026-01-01T00:30Z', '2026-02-01T00:30Z'] as const;

  it.each<[string, string, readonly [string, string]]>([
    ['0/15 * * * *', '0-59/15 * * * *', MONTH],
    ['/15 * * * *', '*/15 * * * *', MONTH],
    ['5/20,59 3/8 * * *', '5,25,45,59 3,11,19 * * *', MONTH],
    ['00/30 03 * * *', '0,30 3 * * *', YEAR],
    ['0 0/6 * * *', '0 0,6,12,18 * * *', YEAR],
    ['0 3 1/7 * *', '0 3 1,8,15,22,29 * *', YEAR],
    ['0 3 1 2/3 *', '0 3 1 FEB,MAY,AUG,NOV *', YEAR],
    ['0 3 1 jan/6 *', '0 3 1 1,7 *', YEAR],
    ['0 3 * * 1/2', '0 3 * * MON,WED,FRI', YEAR],
    ['0 3 * * MON/2', '0 3 * * 1-6/2', YEAR],
    ['0/59 0/23 * * *', '0,59 0,23 * * *', YEAR],
    ['0 3 1/30 1/11 *', '0 3 1,31 1,12 *', YEAR],
    ['0 3 * * 0/6', '0 3 * * SUN,SAT', YEAR],
    ['0 3 * * 7', '0 3 * * 0', YEAR],
  ])('may be written `%s` for `%s`', (written, meant, span) => {
    const slots = between(written, 'Etc/UTC', ...span);

    expect(slots.length).toBeGreaterThan(1);
    expect(slots).toEqual(between(meant, 'Etc/UTC', ...span));
  });

  it.each([
    ['0 3 * * 5L', ['01-30', '02-27', '03-27', '04-24', '05-29', '06-26']],
    ['0 3 * * FRIL', ['01-30', '02-27', '03-27', '04-24', '05-29', '06-26']],
    ['0 3 * * 5#1', ['01-02', '02-06', '03-06', '04-03', '05-01', '06-05']],
    ['0 3 L * *', ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30']],
    ['0 3 LW * *', ['01-30', '02-27', '03-31', '04-30', '05-29', '06-30']],
  ])('of `%s` has one slot a month', (schedule, days) => {
    const slots = between(schedule, 'Etc/UTC', '2026-01-01T00:00Z', '2026-07-01T00:00Z');

    expect(slots).toEqual(days.map((day) => `${day}T03:00`));
  });
});

describe('the slots of many days with a change among them', () => {
  it.each([
    ['Europe/Berlin', '30 2 * * *', '2026-01-01T12:00Z', 365, 365],
    ['America/New_York', '30 1 * * *', '2026-01-01T12:00Z', 365, 365],
    ['Australia/Lord_Howe', '45 1 * * *', '2026-01-01T12:00Z', 365, 365],
    ['Africa/Casablanca', '30 2 * * *', '2026-01-01T12:00Z', 365, 365],
    ['Europe/Berlin', '0 * * * *', '2026-10-22T12:30Z', 5, 120],
    ['Europe/Berlin', '0 * * * *', '2026-03-26T12:30Z', 5, 120],
    ['Africa/Casablanca', '0 * * * *', '2026-02-13T12:30Z', 5, 120],
  ])('are in %s of %s from %s in %i days exactly %i', (zone, schedule, start, days, count) => {
    const slots = slotsBetween(schedule, zone, at(start), new Date(at(start).getTime() + days * 86_400_000));

    expect(slots).toHaveLength(count);
    expect(new Set(slots.map(Number)).size).toBe(count);
  });
});

describe('the newest slot', () => {
  it.each([
    ['right at its instant', '0 3 * * *', '2026-11-22T03:00:00.000Z', '2026-11-22T03:00:00.000Z'],
    ['a moment before it', '0 3 * * *', '2026-11-22T02:59:59.999Z', '2026-11-21T03:00:00.000Z'],
    ['of a month', '0 0 1 * *', '2026-11-30T23:59:00.000Z', '2026-11-01T00:00:00.000Z'],
    ['of a leap day', '0 0 29 2 *', '2026-11-22T00:00:00.000Z', '2024-02-29T00:00:00.000Z'],
  ])('is found %s', (_title, schedule, now, slot) => {
    expect(newestSlot(schedule, 'Etc/UTC', at(now))?.toISOString()).toBe(slot);
  });
});

describe('missed slots', () => {
  const daily = { schedule: '0 3 * * *', timezone: 'Etc/UTC' };
  const missed = (promised: string, slot: string, schedule = daily.schedule) =>
    texts(missedSlots({ ...daily, schedule, promised: at(promised), slot: at(slot) }));

  it.each([
    ['none when the promised one is filled', '2026-11-22T03:00Z', '2026-11-22T03:00Z', []],
    ['none when an older one is filled later', '2026-11-22T03:00Z', '2026-11-20T03:00Z', []],
    [
      'all but the one that is filled',
      '2026-11-20T03:00Z',
      '2026-11-22T03:00Z',
      ['11-20T03:00', '11-21T03:00'],
    ],
    ['none that a run by hand answers within the hour', '2026-11-22T03:00Z', '2026-11-22T03:00:02Z', []],
    ['one that a run by hand comes too late for', '2026-11-22T03:00Z', '2026-11-22T04:00Z', ['11-22T03:00']],
    ['the older ones of a run by hand', '2026-11-21T03:00Z', '2026-11-22T03:20Z', ['11-21T03:00']],
  ])('are %s', (_title, promised, slot, expected) => {
    expect(missed(promised, slot)).toEqual(expected);
  });

  it('name what was promised although the schedule is another now', () => {
    expect(missed('2026-11-20T03:00Z', '2026-11-23T00:00Z', '0 0 * * 1')).toEqual(['11-20T03:00']);
  });
});
