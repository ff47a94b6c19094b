/** Which instants a schedule asks for, also on the days when the clocks change. */
import { describe, expect, it } from 'vitest';
import { nextSlotAfter, slotsBetween } from '../../src/schedule/slots.ts';

const between = (schedule: string, timezone: string, from: string, to: string) =>
  slotsBetween(schedule, timezone, new Date(from), new Date(to)).map((slot) => slot.toISOString());

const HOUR_MS = 60 * 60 * 1000;

describe('slots', () => {
  it('stand after the first instant and up to the second', () => {
    const daily = ['0 3 * * *', 'Etc/UTC'] as const;

    expect(between(...daily, '2026-11-22T03:00:00Z', '2026-11-24T03:00:00Z')).toEqual([
      '2026-11-23T03:00:00.000Z',
      '2026-11-24T03:00:00.000Z',
    ]);
    expect(between(...daily, '2026-11-22T02:59:59.999Z', '2026-11-22T03:00:00Z')).toHaveLength(1);
    expect(between(...daily, '2026-11-22T03:00:00Z', '2026-11-23T02:59:59.999Z')).toEqual([]);
    expect(between(...daily, '2026-11-24T03:00:00Z', '2026-11-22T03:00:00Z')).toEqual([]);
  });

  it('that were missed while nothing ran are all named, the newest last', () => {
    const missed = between('0 */6 * * *', 'Etc/UTC', '2026-11-22T06:00:00Z', '2026-11-23T07:00:00Z');

    expect(missed).toEqual([
      '2026-11-22T12:00:00.000Z',
      '2026-11-22T18:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
      '2026-11-23T06:00:00.000Z',
    ]);
  });

  it('are counted to ten thousand at most', () => {
    expect(between('* * * * *', 'Etc/UTC', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toHaveLength(
      10_000,
    );
  });

  it.each([
    ['before it', '2026-11-22T02:00:00Z', '2026-11-22T03:00:00.000Z'],
    ['at it, exactly', '2026-11-22T03:00:00Z', '2026-11-23T03:00:00.000Z'],
    ['just before it', '2026-11-22T02:59:59.999Z', '2026-11-22T03:00:00.000Z'],
  ])('the next one, asked for %s', (_name, after, next) => {
    expect(nextSlotAfter('0 3 * * *', 'Etc/UTC', new Date(after))?.toISOString()).toBe(next);
  });

  it('there may be none any more', () => {
    expect(nextSlotAfter('0 0 30 2 *', 'Etc/UTC', new Date('2026-11-22T00:00:00Z'))).toBeUndefined();
  });

  it('follow the zone and not the machine', () => {
    expect(
      nextSlotAfter('0 3 * * *', 'America/St_Johns', new Date('2026-11-22T00:00:00Z'))?.toISOString(),
    ).toBe('2026-11-22T06:30:00.000Z');
  });
});

/** Zone, what happens, and when. */
const changes = [
  ['Europe/Berlin', 'an hour is skipped', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', 'an hour is repeated', '2026-10-25T01:00:00Z'],
  ['America/St_Johns', 'an hour is skipped', '2026-03-08T05:30:00Z'],
  ['America/St_Johns', 'an hour is repeated', '2026-11-01T04:30:00Z'],
  ['Australia/Lord_Howe', 'half an hour is skipped', '2026-10-03T15:30:00Z'],
] as const;

const around = (at: string, hours: number) =>
  [-hours, hours].map((offset) => new Date(Date.parse(at) + offset * HOUR_MS).toISOString()) as [
    string,
    string,
  ];

describe.each(changes)('when the clocks change in %s, %s', (timezone, _what, change) => {
  const localDay = (instant: string) =>
    new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(new Date(instant));

  it.each(['30 1 * * *', '0 2 * * *', '15 2 * * *', '30 2 * * *', '0 3 * * *', '59 3 * * *'])(
    'a daily slot `%s` comes once on each day',
    (schedule) => {
      const days = between(schedule, timezone, ...around(change, 47)).map(localDay);

      expect(new Set(days).size).toBe(days.length);
      expect(days.length).toBeGreaterThanOrEqual(3);
      expect(days).toContain(localDay(change));
    },
  );

  it.each(['30 1 * * *', '30 2 * * *', '0 * * * *', '*/30 * * * *', '15 2,14 * * *'])(
    'the slots of `%s` are the same whoever asks when: none is lost, none comes twice',
    (schedule) => {
      const [from, to] = around(change, 4);
      const whole = between(schedule, timezone, from, to);

      for (
        let at = Date.parse(change) - 2 * HOUR_MS;
        at <= Date.parse(change) + 2 * HOUR_MS;
        at += HOUR_MS / 4
      ) {
        const asked = new Date(at).toISOString();
        const parts = [
          ...between(schedule, timezone, from, asked),
          ...between(schedule, timezone, asked, to),
        ];
        expect(parts, asked).toEqual(whole);
        const next = whole.find((slot) => Date.parse(slot) > at);
        if (next !== undefined)
          expect(nextSlotAfter(schedule, timezone, new Date(at))?.toISOString(), asked).toBe(next);
      }
    },
  );

  it('an hourly schedule never waits longer than two hours', () => {
    const slots = between('0 * * * *', timezone, ...around(change, 6)).map((slot) => Date.parse(slot));

    for (const [i, slot] of slots.entries()) {
      const before = slots[i - 1];
      if (before !== undefined) expect(slot - before).toBeLessThanOrEqual(2 * HOUR_MS);
    }
  });
});
