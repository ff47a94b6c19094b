import { describe, expect, it } from 'vitest';
import { type CalendarRun, calendarOf } from '../../src/schedule/calendar.ts';

const DAILY = { schedule: '0 3 * * *', timezone: 'Etc/UTC' };
const day = (date: number, time = '03:00:00.000') => `2026-11-${String(date).padStart(2, '0')}T${time}Z`;
const run = (date: number, changes: Partial<CalendarRun> = {}): CalendarRun => ({
  seq: date,
  slot: day(date),
  startedAt: day(date, '03:00:05.000'),
  missedSlots: [],
  status: 'complete',
  reasons: [],
  timetable: DAILY,
  ...changes,
});
const period = (from: number, to: number, now = '2026-12-01T00:00:00.000Z') => ({
  from: new Date(day(from, '00:00:00.000')),
  to: new Date(day(to, '23:59:59.999')),
  now: new Date(now),
});
const days = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => run(first + index));

/** The states of the slots, in short. */
const states = ({ slots }: ReturnType<typeof calendarOf>) =>
  slots.map(({ slot, state }) => `${Number(slot.slice(8, 10))} ${state}`);

describe('a period', () => {
  it('is covered where each slot that was due has a complete record', () => {
    const calendar = calendarOf(days(1, 5), period(2, 4));

    expect(states(calendar)).toEqual(['2 complete', '3 complete', '4 complete']);
    expect(calendar.uncovered).toEqual([]);
  });

  it.each([
    [
      'a trial without a schedule',
      run(1, { slot: null, startedAt: day(1, '12:00:00.000'), timetable: { timezone: 'Etc/UTC' } }),
    ],
    [
      'a run by hand without one',
      run(1, { slot: day(1, '12:00:00.000'), timetable: { timezone: 'Etc/UTC' } }),
    ],
    [
      'a run by hand that keeps no configuration',
      run(1, { slot: day(1, '12:00:00.000'), timetable: undefined }),
    ],
  ])('misses what was due after %s all the same', (_title, between) => {
    const calendar = calendarOf([run(1), between, run(5)], period(1, 5));

    expect(states(calendar).filter((state) => state.endsWith('missing'))).toEqual([
      '2 missing',
      '3 missing',
      '4 missing',
    ]);
  });

  it('misses what a record itself calls missed', () => {
    const runs = [
      run(1, { timetable: { timezone: 'Etc/UTC' } }),
      run(5, { timetable: { timezone: 'Etc/UTC' }, missedSlots: [day(3)] }),
    ];

    expect(states(calendarOf(runs, period(1, 5)))).toEqual(['1 complete', '3 missing', '5 complete']);
  });

  it('names what is missing, partial, failed and late, with the record', () => {
    const runs = [
      run(1),
      run(2, { status: 'partial', reasons: ['denied (scope): users'] }),
      run(4, { status: 'failed', reasons: ['token-refused'] }),
      run(5, { startedAt: day(5, '09:00:00.000') }),
    ];

    expect(calendarOf(runs, period(1, 5)).slots).toEqual([
      { slot: day(1), state: 'complete', seq: 1, reasons: [] },
      { slot: day(2), state: 'partial', seq: 2, reasons: ['denied (scope): users'] },
      {
        slot: day(3),
        state: 'missing',
        reasons: [`no run between ${day(2, '03:00:05.000')} and ${day(4, '03:00:05.000')}`],
      },
      { slot: day(4), state: 'failed', seq: 4, reasons: ['token-refused'] },
      { slot: day(5), state: 'complete', seq: 5, reasons: [`collected late: ${day(5, '09:00:00.000')}`] },
    ]);
  });

  it.each<readonly [string, readonly CalendarRun[], readonly string[]]>([
    [
      'between two runs',
      [run(1), run(5)],
      [`no run between ${day(1, '03:00:05.000')} and ${day(5, '03:00:05.000')}`],
    ],
    ['after the last run', [run(1)], [`no run since ${day(1, '03:00:05.000')}`]],
    [
      'named by a later run',
      [run(1), run(4), run(5, { missedSlots: [day(2), day(3)] })],
      [
        'named as missed by record 5',
        `no run between ${day(1, '03:00:05.000')} and ${day(4, '03:00:05.000')}`,
      ],
    ],
    [
      'before the first run, which names it',
      [run(4, { missedSlots: [day(3)] })],
      ['named as missed by record 4', 'before the first run'],
    ],
  ])('says of a slot %s what evidence knows of it', (_title, runs, reasons) => {
    const missing = calendarOf(runs, period(1, 5)).slots.find(({ slot }) => slot === day(3));

    expect(missing).toEqual({ slot: day(3), state: 'missing', reasons });
  });

  it('names the runs that were off the schedule, which fill no slot', () => {
    const byHand = run(3, { seq: 8, slot: day(3, '12:00:00.000'), trigger: 'manual' });
    const broken = run(4, { seq: 9, slot: null, status: 'failed', reasons: ['token-refused'] });
    const outside = run(6, { slot: day(6, '12:00:00.000') });
    const calendar = calendarOf([run(1), run(2), byHand, broken, outside], period(1, 4));

    expect(states(calendar)).toEqual(['1 complete', '2 complete', '3 missing', '4 missing']);
    expect(calendar.offSchedule).toEqual([
      {
        seq: 8,
        slot: day(3, '12:00:00.000'),
        startedAt: day(3, '03:00:05.000'),
        state: 'complete',
        trigger: 'manual',
        reasons: [],
      },
      { seq: 9, slot: null, startedAt: day(4, '03:00:05.000'), state: 'failed', reasons: ['token-refused'] },
    ]);
  });

  it('calls nothing off the schedule where a slot of it was filled by hand, or where there is none', () => {
    const manual = run(2, { trigger: 'manual' });
    const free = run(3, { slot: day(3, '12:00:00.000'), timetable: { timezone: 'Etc/UTC' } });

    expect(calendarOf([run(1), manual], period(1, 2)).offSchedule).toEqual([]);
    expect(calendarOf([free], period(3, 3)).offSchedule).toEqual([]);
  });

  it('is not covered before the first run, nor from the first slot that nobody filled any more', () => {
    const calendar = calendarOf(days(3, 4), period(1, 6));

    expect(states(calendar)).toEqual(['3 complete', '4 complete', '5 missing', '6 missing']);
    expect(calendar.uncovered).toEqual([
      { from: day(1, '00:00:00.000'), to: day(3, '00:00:00.000') },
      { from: day(5, '00:00:00.000'), to: day(6, '23:59:59.999') },
    ]);
  });

  it('is not covered where it has not come yet; a slot of the last hour is not missing yet', () => {
    const calendar = calendarOf(days(1, 2), period(1, 5, day(3, '03:30:00.000')));

    expect(states(calendar)).toEqual(['1 complete', '2 complete']);
    expect(calendar.uncovered).toEqual([{ from: day(3, '03:30:00.000'), to: day(5, '23:59:59.999') }]);
  });

  it('without any run is not covered at all', () => {
    expect(calendarOf([], period(1, 5))).toEqual({
      slots: [],
      uncovered: [{ from: day(1, '00:00:00.000'), to: day(5, '23:59:59.999') }],
      offSchedule: [],
    });
    expect(calendarOf([run(9)], period(1, 5)).uncovered).toHaveLength(1);
  });
});

describe('what was due', () => {
  it('goes by the schedule in force at the time, as each snapshot keeps it', () => {
    const noon = { schedule: '0 12 * * *', timezone: 'Etc/UTC' };
    const runs = [run(1), run(2, { slot: day(2, '12:00:00.000'), timetable: noon })];

    const { slots } = calendarOf(runs, period(1, 3));

    expect(slots.map(({ slot, state }) => `${slot} ${state}`)).toEqual([
      `${day(1)} complete`,
      `${day(2)} missing`,
      `${day(2, '12:00:00.000')} complete`,
      `${day(3, '12:00:00.000')} missing`,
    ]);
  });

  it('by hand is what was collected, and nothing is known from the day after the last run', () => {
    const timetable = { timezone: 'Etc/UTC' };
    const calendar = calendarOf([run(1, { timetable }), run(2, { timetable: undefined })], period(1, 4));

    expect(states(calendar)).toEqual(['1 complete', '2 complete']);
    expect(calendar.uncovered).toEqual([{ from: day(3, '00:00:00.000'), to: day(4, '23:59:59.999') }]);
  });

  it('by hand is not missing on a day that is not over', () => {
    const timetable = { timezone: 'Etc/UTC' };
    const runs = [run(1, { timetable }), run(2, { timetable })];
    const at = (now: string) => calendarOf(runs, { ...period(1, 3), to: new Date(now), now: new Date(now) });

    expect(at(day(3, '23:59:59.000')).uncovered).toEqual([]);
    expect(at(day(4, '00:00:00.000')).uncovered).toEqual([
      { from: day(3, '00:00:00.000'), to: day(4, '00:00:00.000') },
    ]);
  });

  it('is not answered by a run whose files have expired, unless another still is there', () => {
    const gone = { isExpired: true, reasons: ['the files are gone'] };
    const runs = [run(1, gone), run(2, gone), run(2, { seq: 9 }), run(3)];

    expect(calendarOf(runs, period(1, 3)).slots).toEqual([
      { slot: day(1), state: 'expired', seq: 1, reasons: ['the files are gone'] },
      { slot: day(2), state: 'complete', seq: 9, reasons: [] },
      { slot: day(3), state: 'complete', seq: 3, reasons: [] },
    ]);
  });

  it('is answered by a complete run, whatever came for the same slot before or after', () => {
    const runs = [
      run(1, { seq: 0, status: 'partial' }),
      run(1, { seq: 1 }),
      run(1, { seq: 2, status: 'failed' }),
    ];

    expect(calendarOf(runs, period(1, 1)).slots).toMatchObject([{ state: 'complete', seq: 1 }]);
  });

  it('is answered by no run that is dated after now', () => {
    expect(calendarOf([run(1), run(2)], period(1, 2, day(1, '12:00:00.000'))).slots).toHaveLength(1);
  });
});
