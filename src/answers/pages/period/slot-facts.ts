/** The calendar of a period: what became of each slot that was due, and which time nobody looked at. Plain data. */
import { type Standing, standingFrom } from '../standing.ts';
import type { Period } from './period-runs.ts';

export type SlotState = 'complete' | 'partial' | 'failed' | 'missing' | 'expired';

/** The calendar as `status --from --to` has it. */
export interface PeriodCalendar {
  readonly slots: readonly {
    readonly slot: string;
    readonly state: SlotState;
    readonly seq?: number;
    readonly reasons: readonly string[];
  }[];
  readonly uncovered: readonly Period[];
  readonly offSchedule: readonly {
    readonly slot: string | null;
    readonly startedAt: string;
    readonly state: SlotState;
    readonly seq: number;
    readonly trigger?: string;
    readonly reasons: readonly string[];
  }[];
}

export interface SlotFacts {
  readonly standing: Standing;
  readonly counts: Readonly<Record<SlotState | 'due' | 'uncovered' | 'offSchedule', number>>;
  readonly days: readonly DayFacts[];
  readonly slots: PeriodCalendar['slots'];
  readonly uncovered: PeriodCalendar['uncovered'];
  readonly offSchedule: PeriodCalendar['offSchedule'];
}

/** A day in UTC. Of several slots it says the worst. */
export interface DayFacts {
  readonly day: string;
  readonly state: SlotState;
  readonly says: string;
}

const WORST_FIRST: readonly SlotState[] = ['missing', 'failed', 'expired', 'partial', 'complete'];

/** Returns the worst of some states; of none: that it is missing. */
export const worstOf = (states: readonly SlotState[]): SlotState =>
  WORST_FIRST.find((each) => states.includes(each)) ?? 'missing';

const DAY_MS = 24 * 60 * 60 * 1000;
const dayOf = (instant: string) => instant.slice(0, 10);

/** What ends it, too: whoever has begun by hand sees it on his first day. */
export const NO_SCHEDULE =
  'no schedule says which runs were due: records say it from the first run on that `segment-evidence schedule` starts';

export function slotFacts({ slots, uncovered, offSchedule }: PeriodCalendar): SlotFacts {
  const count = (state: SlotState) => slots.filter((each) => each.state === state).length;
  const counts = {
    due: slots.length,
    complete: count('complete'),
    partial: count('partial'),
    failed: count('failed'),
    missing: count('missing'),
    expired: count('expired'),
    uncovered: uncovered.length,
    offSchedule: offSchedule.length,
  };
  const why = [
    ...(['missing', 'failed', 'expired', 'partial'] as const).flatMap((state) =>
      counts[state] === 0 ? [] : [`${counts[state]} of ${counts.due} runs that were due: ${state}`],
    ),
    ...uncovered.map(({ from, to }) => `nobody looked from ${from} to ${to}`),
    ...(slots.length === 0 ? [NO_SCHEDULE] : []),
  ];
  return {
    standing: standingFrom(why),
    counts,
    days: daysOf(slots, uncovered),
    slots,
    uncovered,
    offSchedule,
  };
}

function daysOf(slots: PeriodCalendar['slots'], uncovered: PeriodCalendar['uncovered']): readonly DayFacts[] {
  const days = new Map<string, DayFacts>();
  const byDay = new Map<string, PeriodCalendar['slots'][number][]>();
  for (const slot of slots) byDay.set(dayOf(slot.slot), [...(byDay.get(dayOf(slot.slot)) ?? []), slot]);
  for (const span of uncovered)
    for (const day of daysBetween(span)) days.set(day, { day, state: 'missing', says: 'nobody looked' });
  for (const [day, own] of byDay) {
    const state = worstOf(own.map((slot) => slot.state));
    days.set(day, { day, state, says: own.map(saysOf).join('; ') });
  }
  return [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1));
}

function saysOf({ slot, state, seq, reasons }: PeriodCalendar['slots'][number]): string {
  const record = seq === undefined ? '' : `, record ${seq}`;
  return `${slot.slice(11, 16)} ${[`${state}${record}`, ...reasons].join(': ')}`;
}

function daysBetween({ from, to }: Period): readonly string[] {
  const days: string[] = [];
  for (let ms = Date.parse(`${dayOf(from)}T00:00:00Z`); ms < Date.parse(to); ms += DAY_MS)
    days.push(dayOf(new Date(ms).toISOString()));
  return days;
}
