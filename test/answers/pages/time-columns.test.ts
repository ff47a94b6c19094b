/** Columns of what is drawn over time: holes stay, and many days become weeks or months. */
import { describe, expect, it } from 'vitest';
import type { RunName } from '../../../src/answers/pages/period/period-runs.ts';
import type { DayFacts } from '../../../src/answers/pages/period/slot-facts.ts';
import { timeColumns } from '../../../src/answers/pages/period/time-columns.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const dayAt = (place: number) => new Date(Date.UTC(2026, 0, 1) + place * DAY_MS).toISOString().slice(0, 10);
const day = (place: number, state: DayFacts['state'] = 'complete'): DayFacts => ({
  day: dayAt(place),
  state,
  says: '',
});
const run = (place: number, changes: Partial<RunName> = {}): RunName => ({
  chain: 1,
  seq: place,
  startedAt: `${dayAt(place)}T03:00:04.000Z`,
  slot: `${dayAt(place)}T03:00:00.000Z`,
  status: 'complete',
  ...changes,
});

const columnsIn = (runs: readonly RunName[], calendar: { days: readonly DayFacts[] }) =>
  timeColumns(runs, calendar, 120);

describe('columns of a time', () => {
  it('are its days, and one whose run is missing is there without any', () => {
    const columns = columnsIn([run(0), run(2)], { days: [day(0), day(1, 'missing'), day(2)] });

    expect(columns.map(({ from, runs, state }) => [from, runs, state])).toEqual([
      ['2026-01-01', [0], 'complete'],
      ['2026-01-02', [], 'missing'],
      ['2026-01-03', [1], 'complete'],
    ]);
  });

  it('leave out days on which nothing was due and nothing began: a weekly run is no row of holes', () => {
    const columns = columnsIn([run(0), run(7)], { days: [day(0), day(7)] });

    expect(columns.map(({ from }) => from)).toEqual(['2026-01-01', '2026-01-08']);
  });

  it('have a run that began after midnight on the day of its slot', () => {
    const late = run(0, { slot: `${dayAt(0)}T23:59:00.000Z`, startedAt: `${dayAt(1)}T00:00:05.000Z` });

    expect(columnsIn([late], { days: [day(0)] }).map(({ from, runs }) => [from, runs])).toEqual([
      ['2026-01-01', [0]],
    ]);
  });

  it('have a run off the schedule on the day on which it began, as it ended', () => {
    const columns = columnsIn([run(3, { slot: null, status: 'partial' })], { days: [] });

    expect(columns).toEqual([{ from: '2026-01-04', to: '2026-01-04', runs: [0], state: 'partial' }]);
  });

  it.each([
    [120, 120, '2026-01-01', '2026-01-01'],
    [121, 18, '2026-01-01', '2026-01-04'],
    [365, 53, '2026-01-01', '2026-01-04'],
    [1000, 33, '2026-01-01', '2026-01-31'],
  ])('of %i days are %i, and the first of them ends where its week or month does', (days, many, from, to) => {
    const places = Array.from({ length: days }, (_, place) => place);
    const columns = columnsIn(
      places.map((place) => run(place)),
      { days: places.map((place) => day(place)) },
    );

    expect([columns.length, columns[0]?.from, columns[0]?.to]).toEqual([many, from, to]);
    expect(columns.flatMap(({ runs }) => runs)).toEqual(places);
  });

  it('say the worst of what was due in a week', () => {
    const places = Array.from({ length: 200 }, (_, place) => place);
    const columns = columnsIn(
      places.map((place) => run(place)),
      {
        days: places.map((place) =>
          day(place, place === 9 ? 'partial' : place === 10 ? 'missing' : 'complete'),
        ),
      },
    );

    expect(columns.map(({ state }) => state).filter((state) => state !== 'complete')).toEqual(['missing']);
    expect(columns[2]?.state).toBe('complete');
    expect(columns[1]?.state).toBe('missing');
  });
});
