/** The columns of what is drawn over time: days, or weeks or months where there are many. Pure. */
import type { RunName } from './period-runs.ts';
import { type SlotFacts, type SlotState, worstOf } from './slot-facts.ts';

export interface TimeColumn {
  /** First and last day of it on which a run was due or began, in UTC. */
  readonly from: string;
  readonly to: string;
  /** Places in the list of runs, oldest first: what is drawn is what the last one says. None: it is a hole. */
  readonly runs: readonly number[];
  /** The worst of what was due in it; where nothing was due, of its runs. */
  readonly state: SlotState;
}

/** So many have room beside each other, each with its sign; and on a telephone. */
const MOST_WIDE = 120;
const MOST_NARROW = 31;
const DAY_MS = 24 * 60 * 60 * 1000;

const UNITS: readonly ((day: string) => string)[] = [
  (day) => day,
  // The Monday of its week; the first day of all was a Thursday.
  (day) => String(Math.floor((Date.parse(day) / DAY_MS + 3) / 7)),
];
const monthOf = (day: string) => day.slice(0, 7);

/** The same time in as many columns as have room, and as have room on a telephone. */
export interface Columns {
  readonly wide: readonly TimeColumn[];
  readonly narrow: readonly TimeColumn[];
}

export const columnsOf = (runs: readonly RunName[], calendar: Pick<SlotFacts, 'days'>): Columns => ({
  wide: timeColumns(runs, calendar, MOST_WIDE),
  narrow: timeColumns(runs, calendar, MOST_NARROW),
});

/**
 * Returns at most so many columns, but for one each month, oldest first. A day on which nothing was due and no run began has none; one that nobody looked at, or
 * whose runs are missing, has one without runs.
 */
export function timeColumns(
  runs: readonly RunName[],
  { days }: Pick<SlotFacts, 'days'>,
  most: number,
): readonly TimeColumn[] {
  const byDay = new Map<string, { runs: number[]; states: SlotState[] }>();
  for (const { day, state } of days) byDay.set(day, { runs: [], states: [state] });
  for (const [place, run] of runs.entries()) {
    const day = dayOf(run, byDay);
    const own = byDay.get(day) ?? { runs: [], states: [run.status] };
    byDay.set(day, own);
    own.runs.push(place);
  }
  const ordered = [...byDay].sort(([one], [other]) => (one < other ? -1 : 1));
  const isFew = (unit: (day: string) => string) => new Set(ordered.map(([day]) => unit(day))).size <= most;
  const unit = UNITS.find(isFew) ?? monthOf;
  const columns = new Map<string, { from: string; to: string; runs: number[]; states: SlotState[] }>();
  for (const [day, own] of ordered) {
    const column = columns.get(unit(day)) ?? { from: day, to: day, runs: [], states: [] };
    columns.set(unit(day), column);
    column.to = day;
    column.runs.push(...own.runs);
    column.states.push(...own.states);
  }
  return [...columns.values()].map(({ from, to, runs: own, states }) => ({
    from,
    to,
    runs: own.toSorted((one, other) => one - other),
    state: worstOf(states),
  }));
}

/** A run that began after midnight answers the slot of the day before, and leaves no hole there. */
function dayOf({ slot, startedAt }: RunName, days: ReadonlyMap<string, unknown>): string {
  const own = slot?.slice(0, 10);
  return own !== undefined && days.has(own) ? own : startedAt.slice(0, 10);
}
