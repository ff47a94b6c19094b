/** Which time is asked about where a definition fixes it: whole days, or months. Pure; all of it UTC. */
import type { PeriodDefinition, SpanDefinition } from '../../schemas/place.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns the query of a fixed stretch of time: whole days up to the midnight before `at`. */
export function spanOf({ from, to, days }: SpanDefinition, at: string): Record<string, string> {
  const midnightMs = Math.floor(Date.parse(at) / DAY_MS) * DAY_MS;
  return {
    [from]: new Date(midnightMs - days * DAY_MS).toISOString(),
    [to]: new Date(midnightMs).toISOString(),
  };
}

/** Returns the first days of the months that are asked about, `2026-10-01`, the earlier one first. */
export function periodsOf({ lastUntilDay }: PeriodDefinition, at: string): readonly string[] {
  const now = new Date(at);
  const monthsBack = now.getUTCDate() <= lastUntilDay ? [1, 0] : [0];
  return monthsBack.map((back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 10),
  );
}
