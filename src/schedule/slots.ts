/** Which instants a schedule asks for. Pure: the slot, not the clock, decides. */
import { Cron } from 'croner';

/** Returns the first slot after an instant; `undefined` when the schedule names none any more. */
export function nextSlotAfter(schedule: string, timezone: string, after: Date): Date | undefined {
  return new Cron(schedule, { timezone, paused: true }).nextRun(after) ?? undefined;
}

/** More slots than this are not counted one by one. */
const MOST_SLOTS = 10_000;

/** Returns the slots after `from` and up to `to`, oldest first. */
export function slotsBetween(schedule: string, timezone: string, from: Date, to: Date): readonly Date[] {
  const cron = new Cron(schedule, { timezone, paused: true });
  const slots: Date[] = [];
  for (let next = cron.nextRun(from); next !== null && next <= to; next = cron.nextRun(next)) {
    slots.push(next);
    if (slots.length >= MOST_SLOTS) break;
  }
  return slots;
}
