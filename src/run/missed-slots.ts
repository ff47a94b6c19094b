/** Slots that came and went without a record, as a run that fills a slot names them. */
import type { Predicate } from '../../schemas/chain.ts';
import type { Archive } from '../commit/archive.ts';
import { type Records, readBackwards } from '../commit/history.ts';
import { AHEAD_MS, isAhead } from '../schedule/expected.ts';
import { GRACE_MS, missedSlots } from '../schedule/slots.ts';
import type { RunDeps } from './deps.ts';

/**
 * Returns the slots since the last one filled that have no record, oldest first. What the last record
 * promised counts, not what the schedule would have asked for: a replaced schedule makes no misses.
 * A run without a slot names none; the next one with a slot does.
 */
export async function missedSlotsBefore(
  deps: RunDeps,
  history: Records,
  slot: string | null,
): Promise<readonly string[]> {
  const { schedule, timezone } = deps.config;
  if (slot === null || schedule === undefined) return [];
  const promise = (await newestSlotRun(deps, history, deps.now()))?.expectedNextBy;
  if (promise === undefined) return [];
  const promised = new Date(Date.parse(promise) - GRACE_MS);
  const missed = missedSlots({ schedule, timezone, promised, slot: new Date(slot) });
  return missed.map((instant) => instant.toISOString());
}

/**
 * Returns the run that the next one is counted from: the one with the newest slot, seldom another than the
 * last one, since a slot may be collected later; where none has a slot, the first of all. A run dated after
 * now would hide every slot until then: it counts for nothing.
 */
export async function newestSlotRun(
  archive: Archive,
  history: Records,
  now: Date,
): Promise<Predicate['run'] | undefined> {
  let newest: Predicate['run'] | undefined;
  for await (const { statement } of readBackwards(archive, history.last)) {
    const { run, chain } = statement.predicate;
    const newestMs = slotMs(newest);
    // No older record can be of a newer slot.
    if (Date.parse(chain.recordedAt) + AHEAD_MS < newestMs) break;
    if (isAhead(run, now)) continue;
    if (slotMs(run) > newestMs || newestMs === Number.NEGATIVE_INFINITY) newest = run;
  }
  return newest;
}

function slotMs(run: Predicate['run'] | undefined): number {
  return run === undefined || run.slot === null ? Number.NEGATIVE_INFINITY : Date.parse(run.slot);
}
