/**
 * The calendar of a period: each slot that was due, by the schedule that was in force then, and what became of
 * it; and which days at both ends nobody looked at. Pure.
 */
import { isAhead, type Timetable } from './expected.ts';
import { GRACE_MS, slotsBetween } from './slots.ts';

export interface CalendarRun {
  readonly seq: number;
  readonly slot: string | null;
  readonly startedAt: string;
  /** Slots that its record says nobody filled. */
  readonly missedSlots: readonly string[];
  readonly status: 'complete' | 'partial' | 'failed';
  /** What began it: `manual`, `schedule` and so on; undefined: its record does not say. */
  readonly trigger?: string;
  /** Why it is not complete. */
  readonly reasons: readonly string[];
  /** As its snapshot keeps it; undefined: it keeps none. */
  readonly timetable: Timetable | undefined;
  /** Its files are gone, since their time was over: its record alone covers nothing. */
  readonly isExpired?: boolean;
}

export interface CalendarSlot {
  readonly slot: string;
  readonly state: CalendarRun['status'] | 'missing' | 'expired';
  /** Number of its record. */
  readonly seq?: number;
  readonly reasons: readonly string[];
}

/** A run that no schedule asked for. */
export interface OffSchedule {
  readonly seq: number;
  readonly slot: string | null;
  readonly startedAt: string;
  readonly state: CalendarRun['status'] | 'expired';
  readonly trigger?: string;
  readonly reasons: readonly string[];
}

export interface Span {
  readonly from: string;
  readonly to: string;
}

export interface Calendar {
  readonly slots: readonly CalendarSlot[];
  /** At the start and at the end of the period. */
  readonly uncovered: readonly Span[];
  /** Runs of the period that were off the schedule, oldest first: they fill no slot. */
  readonly offSchedule: readonly OffSchedule[];
}

interface Period {
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns the calendar by the runs of a connection, oldest first; one run before the period is enough to begin with. */
export function calendarOf(runs: readonly CalendarRun[], period: Period): Calendar {
  const dated = runs.filter((run) => !isAhead(run, period.now));
  const ordered = dated.toSorted((a, b) => instantOf(a) - instantOf(b));
  const due = dueSlots(ordered, period);
  const byStart = dated.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  const slots = due
    .map((slotMs) => stateOf(slotMs, dated, byStart))
    .filter(({ slot, state }) => state !== 'missing' || Date.parse(slot) + GRACE_MS <= period.now.getTime());
  return {
    slots,
    uncovered: uncoveredIn(ordered, slots, period),
    offSchedule: offScheduleOf(ordered, new Set(due), period),
  };
}

function offScheduleOf(
  ordered: readonly CalendarRun[],
  due: ReadonlySet<number>,
  { from, to }: Period,
): readonly OffSchedule[] {
  return ordered
    .filter((run) => instantOf(run) >= from.getTime() && instantOf(run) <= to.getTime())
    .filter((run) => run.slot === null || !due.has(Date.parse(run.slot)))
    .map(({ seq, slot, startedAt, status, trigger, reasons, isExpired }) => ({
      seq,
      slot,
      startedAt,
      state: isExpired ? 'expired' : status,
      ...(trigger === undefined ? {} : { trigger }),
      reasons,
    }));
}

const instantOf = ({ slot, startedAt }: CalendarRun) => Date.parse(slot ?? startedAt);
const startOfDay = (ms: number) => Math.floor(ms / DAY_MS) * DAY_MS;

/**
 * A schedule is in force from the run that keeps it to the next run that keeps one: a run without any, as by hand,
 * ends none. What a signed record itself calls missed was due too, and so was the own slot of any other run.
 */
function dueSlots(ordered: readonly CalendarRun[], { from, to, now }: Period): readonly number[] {
  const endMs = Math.min(to.getTime(), now.getTime());
  const due = new Set<number>();
  const take = (slots: readonly Date[]) => {
    for (const slot of slots) if (slot >= from && slot.getTime() <= endMs) due.add(slot.getTime());
  };
  const scheduled = ordered.filter(({ timetable }) => timetable?.schedule !== undefined);
  for (const [index, run] of scheduled.entries()) {
    const next = scheduled[index + 1];
    const untilMs = Math.min(next === undefined ? endMs : instantOf(next), endMs);
    // The run's own slot belongs to it, where none before it asked for it.
    const afterMs = Math.max(instantOf(run) - 1, from.getTime() - 1);
    const { schedule = '', timezone = 'Etc/UTC' } = run.timetable ?? {};
    if (afterMs < untilMs)
      take(slotsBetween(schedule, timezone, new Date(afterMs), new Date(untilMs), Number.POSITIVE_INFINITY));
  }
  for (const { slot, missedSlots, timetable } of ordered) {
    take(missedSlots.map((missed) => new Date(missed)));
    if (timetable?.schedule === undefined && slot !== null) take([new Date(slot)]);
  }
  return [...due].sort((a, b) => a - b);
}

function stateOf(
  slotMs: number,
  runs: readonly CalendarRun[],
  byStart: readonly CalendarRun[],
): CalendarSlot {
  const slot = new Date(slotMs).toISOString();
  const own = runs.filter((run) => run.slot !== null && Date.parse(run.slot) === slotMs);
  const answer =
    own.find(({ status, isExpired }) => status === 'complete' && isExpired !== true) ?? own.at(-1);
  if (answer === undefined) return { slot, state: 'missing', reasons: whyMissing(slotMs, byStart) };
  const { status, seq, startedAt, reasons } = answer;
  if (answer.isExpired) return { slot, state: 'expired', seq, reasons };
  const isLate = status === 'complete' && Date.parse(startedAt) - slotMs > GRACE_MS;
  return { slot, state: status, seq, reasons: isLate ? [`collected late: ${startedAt}`] : reasons };
}

/** As far as evidence knows: whether a record names it, and how long nobody collected. Why nobody did, no evidence tells. */
function whyMissing(slotMs: number, byStart: readonly CalendarRun[]): readonly string[] {
  const naming = byStart.find(({ missedSlots }) =>
    missedSlots.some((missed) => Date.parse(missed) === slotMs),
  );
  const before = byStart.findLast(({ startedAt }) => Date.parse(startedAt) < slotMs);
  const after = byStart.find(({ startedAt }) => Date.parse(startedAt) >= slotMs);
  return [
    ...(naming === undefined ? [] : [`named as missed by record ${naming.seq}`]),
    before === undefined
      ? 'before the first run'
      : after === undefined
        ? `no run since ${before.startedAt}`
        : `no run between ${before.startedAt} and ${after.startedAt}`,
  ];
}

/** Whole days, in UTC, before the first run and after the last one that came; and days that are still to come. */
function uncoveredIn(
  ordered: readonly CalendarRun[],
  slots: readonly CalendarSlot[],
  { from, to, now }: Period,
): readonly Span[] {
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || instantOf(first) > to.getTime()) return [span(from, to)];
  const head = startOfDay(instantOf(first));
  const lastFilled = slots.findLastIndex(({ state }) => state !== 'missing');
  const firstMissing = slots[lastFilled + 1];
  const isAsked = last.timetable?.schedule !== undefined;
  const dayAfterMs = startOfDay(instantOf(last)) + DAY_MS;
  // A day that is not over yet is not one that nobody looked at.
  const isStillToCome = startOfDay(now.getTime()) < startOfDay(to.getTime());
  const tail = [
    ...(isStillToCome ? [now.getTime()] : []),
    ...(firstMissing === undefined ? [] : [startOfDay(Date.parse(firstMissing.slot))]),
    ...(isAsked || dayAfterMs + DAY_MS > now.getTime() ? [] : [dayAfterMs]),
  ];
  const tailMs = Math.max(Math.min(...tail), from.getTime());
  return [
    ...(head > from.getTime() ? [span(from, new Date(head))] : []),
    ...(tailMs < to.getTime() ? [span(new Date(tailMs), to)] : []),
  ];
}

function span(from: Date, to: Date): Span {
  return { from: from.toISOString(), to: to.toISOString() };
}
