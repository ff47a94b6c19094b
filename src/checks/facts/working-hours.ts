/** Working hours, by a fixed distance from UTC: rules of time zones differ from machine to machine. */
import { DAY_MS } from '../../evidence/records/fields.ts';

export interface WorkingHours {
  /** Minutes by which clocks are ahead of UTC; negative: behind. */
  readonly utcOffsetMinutes: number;
  /** The first hour, and the hour at which they end. */
  readonly from: number;
  readonly to: number;
  /** Days of the week from Monday, 1. */
  readonly days: readonly number[];
}

const HOUR_MS = 3_600_000;
/** The first day of 1970 was a Thursday. */
const FIRST_DAY = 3;

/** Whether an instant is within them. */
export function isWithinHours(atMs: number, { utcOffsetMinutes, from, to, days }: WorkingHours): boolean {
  const localMs = atMs + utcOffsetMinutes * 60_000;
  const day = ((Math.floor(localMs / DAY_MS) + FIRST_DAY) % 7) + 1;
  const hour = Math.floor((localMs % DAY_MS) / HOUR_MS);
  return days.includes(day) && hour >= from && hour < to;
}
