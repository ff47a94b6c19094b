/**
 * By when the next run has to come, told from the run before and from the schedule as it is configured now,
 * and which runs cannot be counted from. Pure.
 */
import { GRACE_MS, nextSlotAfter } from './slots.ts';

/** A run, as far as its record dates it. */
export interface DatedRun {
  readonly slot: string | null;
  readonly startedAt: string;
  readonly expectedNextBy?: string | undefined;
}

export interface Timetable {
  readonly schedule?: string | undefined;
  readonly timezone: string;
}

/** Clocks that are right may differ by this much, and `--slot` may be ahead of the clock by it. */
export const AHEAD_MS = 60_000;

/**
 * Returns whether a run is dated after now. One of two clocks is wrong, and the run may have been at any time:
 * it fills nothing, and nothing is counted from it.
 */
export function isAhead({ slot, startedAt }: Pick<DatedRun, 'slot' | 'startedAt'>, now: Date): boolean {
  const latestMs = Math.max(Date.parse(startedAt), Date.parse(slot ?? startedAt));
  return latestMs > now.getTime() + AHEAD_MS;
}

/** Returns by when the first run after an instant has to come; `undefined` when no slot follows. */
export function promisedAfter({ schedule, timezone }: Timetable, after: string): string | undefined {
  if (schedule === undefined) return undefined;
  const next = nextSlotAfter(schedule, timezone, new Date(after));
  return next === undefined ? undefined : new Date(next.getTime() + GRACE_MS).toISOString();
}

/**
 * Returns by when the run after this one has to come: as its record promised, or as the schedule asks now,
 * whichever is earlier. A schedule that was added or made denser later must not wait for the old promise.
 */
export function expectedBy(timetable: Timetable, run: DatedRun): string | null {
  const known = [run.expectedNextBy, promisedAfter(timetable, run.slot ?? run.startedAt)];
  const instants = known.filter((instant) => instant !== undefined);
  return instants.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** Returns since when a run is late: the instant by which it was expected, once that has passed. */
export function overdueSince(expected: string | null, nowMs: number): string | null {
  return expected !== null && Date.parse(expected) < nowMs ? expected : null;
}

/** A run of which it is known how long it took. */
export interface TimedRun extends DatedRun {
  readonly endedAt: string;
}

/**
 * Returns when somebody must hear that no run came after this one; `undefined` where nothing was promised. Not before
 * both the record's promise and the present schedule say so: what was added, or made denser, only now is not late, and
 * what was made rarer is not due. `running`: a run is under way, and may take so long.
 */
export function alarmAt(
  timetable: Timetable,
  run: TimedRun,
  running?: { readonly mostMs: number },
): { readonly since: string; readonly at: Date } | undefined {
  const asked = promisedAfter(timetable, run.slot ?? run.startedAt);
  if (asked === undefined || run.expectedNextBy === undefined) return undefined;
  const since = Date.parse(asked) > Date.parse(run.expectedNextBy) ? asked : run.expectedNextBy;
  // Where a run takes long, the next one may take twice as long.
  const usualMs = 2 * (Date.parse(run.endedAt) - Date.parse(run.startedAt));
  const allowedMs = Math.max(GRACE_MS, Math.min(usualMs, LONGEST_RUN_MS), GRACE_MS + (running?.mostMs ?? 0));
  return { since, at: new Date(Date.parse(since) - GRACE_MS + allowedMs) };
}

/** No run reads for longer than six hours. */
const LONGEST_RUN_MS = 7 * 60 * 60 * 1000;
