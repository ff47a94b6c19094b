/** Slots that came and went without a record, as a run that fills a slot names them. */
import type { Predicate } from '../../schemas/chain.ts';
import { type History, readBackwards } from '../commit/history.ts';
import { GRACE_MS, missedSlots } from '../schedule/slots.ts';
import type { RunDeps } from './deps.ts';

/** `--slot` may be ahead of the clock by this much. */
const AHEAD_MS = 60_000;

/**
 * Returns the slots since the last one filled that have no record, oldest first. What the last record
 * promised counts, not what the schedule would have asked for: an exchanged schedule makes no misses.
 * A run without a slot names none; the next one with a slot does.
 */
export async function missedBefore(
  deps: RunDeps,
  history: History,
  slot: string | null,
): Promise<readonly string[]> {
  const { schedule, timezone } = deps.config;
  if (slot === null || schedule === undefined) return [];
  const promise = (await newestFilled(deps, history))?.expectedNextBy;
  if (promise === undefined) return [];
  const promised = new Date(Date.parse(promise) - GRACE_MS);
  const missed = missedSlots({ schedule, timezone, promised, slot: new Date(slot) });
  return missed.map((instant) => instant.toISOString());
}

/** The run with the newest slot; seldom another than the last one, since a slot may be collected later. */
async function newestFilled(deps: RunDeps, history: History): Promise<Predicate['run'] | undefined> {
  let newest: Predicate['run'] | undefined;
  for await (const { statement } of readBackwards(deps, history.last)) {
    const { run, chain } = statement.predicate;
    const newestMs = slotMs(newest);
    // No older record can be of a newer slot.
    if (Date.parse(chain.recordedAt) + AHEAD_MS < newestMs) break;
    if (slotMs(run) > newestMs) newest = run;
  }
  return newest;
}

function slotMs(run: Predicate['run'] | undefined): number {
  return run === undefined || run.slot === null ? Number.NEGATIVE_INFINITY : Date.parse(run.slot);
}
