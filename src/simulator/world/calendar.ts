/**
 * Days of the fictional company. Lasting things (plans, keys, functions) are dated back from an anchor that moves
 * once a year, so that two demos a week apart see the same bytes; what keeps happening (audit events, privacy
 * requests) belongs to calendar days and is the same whenever one looks at that day.
 */

export const DAY_MS = 86_400_000;

/** Segment writes this for "no time". */
export const ZERO_TIME = '0001-01-01T00:00:00.000Z';

/** Returns the latest 1 October, midnight UTC, that is not after `now`. */
export function worldAnchor(now: Date): Date {
  const year = now.getUTCFullYear();
  const thisYear = new Date(Date.UTC(year, 9, 1));
  return thisYear.getTime() <= now.getTime() ? thisYear : new Date(Date.UTC(year - 1, 9, 1));
}

/** Returns the instant so many days before another; `minute` of that day tells two such instants apart. */
export function daysBefore(instant: Date, days: number, minute = 0): string {
  return new Date(instant.getTime() - days * DAY_MS + minute * 60_000).toISOString();
}

/** Returns the number of whole days between 1970 and an instant. */
export function dayNumber(instant: Date): number {
  return Math.floor(instant.getTime() / DAY_MS);
}
