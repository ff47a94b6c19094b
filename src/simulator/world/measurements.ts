/**
 * What Segment measures: calls, people, deliveries. Nothing is kept; every number is a function of what is
 * measured and when, so the same question always has the same answer.
 */
import { createRandom } from '../random.ts';
import { DAY_MS } from './calendar.ts';
import type { Source } from './records.ts';
import type { World } from './world.ts';

export type Granularity = 'DAY' | 'HOUR' | 'MINUTE';

export const STEP_MS: Readonly<Record<Granularity, number>> = {
  DAY: DAY_MS,
  HOUR: 3_600_000,
  MINUTE: 60_000,
};
/** The source that is enabled and never sends anything: the website of the developers. */
const SILENT_SOURCE = 2;
const MOST_POINTS = 1_500;

export interface TimeSeries {
  readonly total: number;
  readonly series: readonly { readonly time: string; readonly count: number }[];
}

/** Returns the whole days of a month up to and including the day of `now`; `period` is `YYYY-MM-01`. */
export function daysOfMonth(period: string, now: Date): Date[] {
  const first = new Date(`${period}T00:00:00.000Z`);
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1);
  const days: Date[] = [];
  for (let at = first.getTime(); at < next && at <= now.getTime(); at += DAY_MS) days.push(new Date(at));
  return days;
}

/** Returns the source that never sends anything by itself. */
export function silentSource(world: World): Source | undefined {
  return world.sources[SILENT_SOURCE];
}

/** Returns whether a source is the one that never sends anything by itself. */
export function isSilent(world: World, sourceId: string): boolean {
  return silentSource(world)?.id === sourceId;
}

/** Returns how many calls a source sent on a day. */
export function callsOn(world: World, source: Source | undefined, day: Date): number {
  if (source?.enabled !== true || isSilent(world, source.id)) return 0;
  return createRandom(world.seed, 'calls', source.id, day.getTime()).between(800, 240_000);
}

/** Returns a day's counts of people, as whole numbers in text, between two instants in unix seconds. */
export function peopleOn(calls: number, day: Date): Record<string, string | number> {
  const known = Math.floor(calls / 9);
  return {
    periodStart: day.getTime() / 1000,
    periodEnd: (day.getTime() + DAY_MS) / 1000,
    anonymous: String(Math.floor(calls / 4)),
    anonymousIdentified: String(Math.floor(known / 3)),
    identified: String(known),
    neverIdentified: String(Math.floor(calls / 5)),
    timestamp: day.toISOString(),
  };
}

/** Returns counts of something a step apart, or null when the window is empty or has too many steps. */
export function seriesOf(
  scope: readonly (string | number)[],
  granularity: Granularity,
  window: { readonly startTime: Date; readonly endTime: Date },
  most: number,
): TimeSeries | null {
  const step = STEP_MS[granularity];
  const start = Math.floor(window.startTime.getTime() / step) * step;
  const points = Math.ceil((window.endTime.getTime() - start) / step);
  if (points < 1 || points > MOST_POINTS) return null;
  const series = Array.from({ length: points }, (_, index) => {
    const time = start + index * step;
    return { time: new Date(time).toISOString(), count: createRandom(...scope, time).below(most + 1) };
  });
  return { total: series.reduce((sum, { count }) => sum + count, 0), series };
}
