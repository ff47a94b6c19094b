/**
 * Which instants a schedule asks for. Pure: the slot, not the clock, decides, nor the zone of the machine.
 *
 * A fixed time, such as 02:30, that the clock skips in spring comes with the first instant after the gap; one that
 * the clock repeats in autumn comes once, the first time. With `*` or a step in minute or hour a schedule goes by what
 * the clock shows: nothing of an hour that is skipped, and an hour that comes twice has its slots twice.
 */
import { readSchedule } from './cron.ts';

/**
 * After its slot, this much later a run counts as overdue. `run.expectedNextBy` is a slot and this; since the
 * slot is read back from old records by it, it may never change.
 */
export const GRACE_MS = 60 * 60 * 1000;

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** How far back the newest slot is sought, step by step; eight years pass between some 29ths of February. */
const LOOK_BACK_MS = [2 * HOUR_MS, 2 * DAY_MS, 40 * DAY_MS, 400 * DAY_MS, 3_000 * DAY_MS];

/** More slots than this are not counted one by one. */
const MOST_SLOTS = 10_000;

/** Returns the first slot after an instant; `undefined` when the schedule names none any more. */
export function nextSlotAfter(schedule: string, timezone: string, after: Date): Date | undefined {
  return slotsAfter(schedule, timezone, after).next().value ?? undefined;
}

/** Returns the newest slot that has come by an instant. */
export function newestSlot(schedule: string, timezone: string, at: Date): Date | undefined {
  for (const back of LOOK_BACK_MS) {
    const slots = slotsBetween(schedule, timezone, new Date(at.getTime() - back), at);
    if (slots.length > 0) return slots.at(-1);
  }
  return undefined;
}

/** Returns the slots after `from` and up to `to`, oldest first; of very many the oldest `most`. */
export function slotsBetween(
  schedule: string,
  timezone: string,
  from: Date,
  to: Date,
  most = MOST_SLOTS,
): readonly Date[] {
  const slots: Date[] = [];
  for (const slot of slotsAfter(schedule, timezone, from)) {
    if (slot > to || slots.length >= most) break;
    slots.push(slot);
  }
  return slots;
}

export interface Promised {
  readonly schedule: string;
  readonly timezone: string;
  /** The slot that the last record promised to be filled next. */
  readonly promised: Date;
  /** The slot of the run that asks. */
  readonly slot: Date;
}

/**
 * Returns the slots from the promised one on that no run has filled and none will, oldest first.
 * A run by hand answers a slot of the hour before it: that one is not overdue yet.
 */
export function missedSlots({ schedule, timezone, promised, slot }: Promised): readonly Date[] {
  if (promised >= slot) return [];
  // All of them, however many: a slot that is neither filled nor named would be a gap that no one sees.
  const passed = [promised, ...slotsBetween(schedule, timezone, promised, slot, Number.POSITIVE_INFINITY)];
  const newest = passed.at(-1) ?? promised;
  // The run's own slot, or the one that it stands in for.
  return slot.getTime() - newest.getTime() < GRACE_MS ? passed.slice(0, -1) : passed;
}

function* slotsAfter(schedule: string, timezone: string, after: Date): Generator<Date, undefined> {
  const cron = readSchedule(schedule, timezone);
  for (let next = cron.nextRun(after); next !== null; next = cron.nextRun(next)) yield next;
}
