/**
 * Slots around changes of clocks, in zones east and west of UTC, on machines in whatever zone: against an oracle that
 * walks minutes. The suite tries a selection; `SLOTS=all npx vitest run test/schedule/zones.test.ts` tries everything.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { slotsBetween } from '../../src/schedule/slots.ts';
import { slotsByWalking, walkDays } from '../support/minute-oracle.ts';

const HOUR_MS = 3_600_000;
const isWhole = process.env['SLOTS'] === 'all';

const MACHINES = [
  'Etc/UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Tehran',
  'Pacific/Apia',
  'Pacific/Honolulu',
] as const;

/** East and west of UTC, by hours and half hours, with changes at night, at midnight, by half an hour, and none. */
const ZONES = [
  'Etc/UTC',
  'Europe/Berlin',
  'Africa/Casablanca',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Atlantic/Azores',
  'America/St_Johns',
  'America/New_York',
  'America/Santiago',
  'America/Los_Angeles',
] as const;

/** Of each kind, at times that changes of clocks touch. Hours around a change in which they are compared. */
const SCHEDULES: readonly (readonly [hours: number, ...schedules: readonly string[]])[] = [
  [1.5, '*/5 * * * *', '0/15 * * * *', '7-59/20 * * * *', '*/20 1-3 * * *'],
  [4, '0 * * * *', '30 * * * *', '0 */2 * * *', '15 1/3 * * *'],
  [13, '30 2 * * *', '0 0 * * *', '1 0 * * *', '30 1 * * *', '0,45 2 * * *', '15 1-3 * * *', '45 1,13 * * *'],
  [13, '30 2 * * 0', '0 1 * * SUN', '15 2 * * 5-7', '30 0 * * MON/2'],
  [13, '30 2 L * *', '30 2 * * 0L', '30 1 * * SUN#1', '0 2 1/7 * *', '30 2 25-31 * 6', '0 3 * MAR,OCT/1 *'],
];

/** Every instant at which clocks in a zone change in the years from one to another; of a zone that has none, one a year. */
function changesOf(timeZone: string, firstYear: number, lastYear: number): readonly number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const offsetAt = (atMs: number) => format.format(atMs).split('GMT')[1];
  const changes: number[] = [];
  const end = Date.UTC(lastYear + 1, 0, 1);
  for (let atMs = Date.UTC(firstYear, 0, 1); atMs < end; atMs += 24 * HOUR_MS) {
    if (offsetAt(atMs) === offsetAt(atMs + 24 * HOUR_MS)) continue;
    let [before, after] = [atMs, atMs + 24 * HOUR_MS];
    while (after - before > 60_000) {
      const middle = before + Math.floor((after - before) / 120_000) * 60_000;
      if (offsetAt(middle) === offsetAt(before)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  if (changes.length > 0) return changes;
  return Array.from({ length: lastYear - firstYear + 1 }, (_, year) => Date.UTC(firstYear + year, 9, 25, 1));
}

/** Two years in the suite: until 2011 clocks in Newfoundland changed a minute after midnight. */
const YEARS = isWhole ? [[2007, 2030] as const] : [[2010, 2010] as const, [2026, 2026] as const];
/** In the suite a change is tried on some machines only; all of them have their turn in each zone. */
const SHARE = isWhole ? 1 : 5;

const before = process.env['TZ'];
afterEach(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

interface Question {
  readonly schedule: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly expected: readonly number[];
}

function questionsAbout(zone: string, change: number): readonly Question[] {
  const days = walkDays(zone, change - 40 * HOUR_MS, change + 40 * HOUR_MS);
  return SCHEDULES.flatMap(([hours, ...schedules]) => {
    const [fromMs, toMs] = [change - hours * HOUR_MS, change + hours * HOUR_MS];
    return schedules.map((schedule) => {
      const expected = slotsByWalking(schedule, days, fromMs, toMs);
      return { schedule, fromMs, toMs, expected };
    });
  });
}

/** Returns what is wrong, in words, and how much was compared. */
function compare(zone: string): { readonly wrong: readonly string[]; readonly compared: number } {
  const changes = YEARS.flatMap(([first, last]) => changesOf(zone, first, last));
  const questions = changes.map((change) => questionsAbout(zone, change));
  const wrong: string[] = [];
  let compared = 0;
  for (const [place, machine] of MACHINES.entries()) {
    process.env['TZ'] = machine;
    const own = questions.filter((_, number) => (place + number) % SHARE === 0).flat();
    for (const { schedule, fromMs, toMs, expected } of own) {
      const slots = slotsBetween(schedule, zone, new Date(fromMs), new Date(toMs));
      compared += 1;
      if (slots.map(Number).join() === expected.join()) continue;
      const shown = expected.map((atMs) => new Date(atMs).toISOString());
      wrong.push(
        `${schedule} on ${machine}: ${shown.join()} not ${slots.map((slot) => slot.toISOString()).join()}`,
      );
    }
  }
  return { wrong, compared };
}

describe('the slots around every change of clocks are what a clock on the wall says', () => {
  it('on machines in ten zones, of which this test can make one', () => {
    const offsets = MACHINES.map((machine) => {
      process.env['TZ'] = machine;
      return new Date('2026-07-01T00:00:00Z').getTimezoneOffset();
    });

    expect(new Set(offsets).size).toBe(MACHINES.length);
  });

  it.each(ZONES)(
    'in %s',
    (zone) => {
      const { wrong, compared } = compare(zone);

      expect(wrong.slice(0, 5), `${wrong.length} wrong of ${compared}`).toEqual([]);
      expect(compared).toBeGreaterThan(50);
      if (isWhole) console.info(`${zone}: ${compared} comparisons`);
    },
    isWhole ? 3_600_000 : 30_000,
  );
});
