/** Which instants a schedule asks for. Pure: the slot, not the clock, decides. */
import { Cron } from 'croner';

/** Longer than any hour that a change of the clocks skips or repeats. */
const LEAD_MS = 3 * 60 * 60 * 1000;

/**
 * Yields the slots after an instant. The walk begins well before it: begun inside an hour that the clocks
 * skip or repeat, croner names other slots for that hour, and a slot must not depend on who asks when.
 */
function* slotsAfter(schedule: string, timezone: string, after: Date): Generator<Date> {
  const cron = new Cron(schedule, { timezone, paused: true });
  const start = new Date(after.getTime() - LEAD_MS);
  for (let next = cron.nextRun(start); next !== null; next = cron.nextRun(next)) {
    if (next > after) yield next;
  }
}

/** Returns the first slot after an instant; `undefined` when the schedule names none any more. */
export function nextSlotAfter(schedule: string, timezone: string, after: Date): Date | undefined {
  const first = slotsAfter(schedule, timezone, after).next();
  return first.done === true ? undefined : first.value;
}

/** More slots than this are not counted one by one. */
const MOST_SLOTS = 10_000;

/** Returns the slots after `from` and up to `to`, oldest first. */
export function slotsBetween(schedule: string, timezone: string, from: Date, to: Date): readonly Date[] {
  const slots: Date[] = [];
  for (const slot of slotsAfter(schedule, timezone, from)) {
    if (slot > to || slots.length >= MOST_SLOTS) break;
    slots.push(slot);
  }
  return slots;
}
