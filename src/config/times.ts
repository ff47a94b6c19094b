/** Schedules and time zones: whether they mean anything, before anyone waits for a run that never comes. */
import { readSchedule } from '../schedule/cron.ts';

/** From here on the next time is sought; fixed, so that the answer does not depend on today. */
const REFERENCE = new Date('2026-01-01T00:00:00Z');

/** Returns what is wrong with an IANA time zone, or undefined. Offsets such as +01:00 know no summer time. */
export function timeZoneProblem(timeZone: string): string | undefined {
  const message = 'expected a time zone by its IANA name, such as Etc/UTC or Europe/Berlin, got another';
  if (!/^[A-Za-z]/.test(timeZone)) return message;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return undefined;
  } catch {
    return message;
  }
}

/** Returns what is wrong with a cron expression, or undefined. Five fields: minute hour day month weekday. */
export function scheduleProblem(pattern: string, timeZone: string): string | undefined {
  const count = pattern.trim().split(/\s+/).length;
  if (count !== 5) {
    return `expected five fields (minute hour day month weekday), such as "0 3 * * *", got ${count}`;
  }
  // Some take ? as any value, and some as the moment of their own start.
  if (pattern.includes('?')) return 'expected * for any value, got ?; write *';
  try {
    if (readSchedule(pattern, timeZone).nextRun(REFERENCE) !== null) return undefined;
  } catch {
    return 'expected a cron expression, such as "0 3 * * *", got one with an invalid field';
  }
  return 'expected a time that occurs, got one that never does, such as 30 February';
}
