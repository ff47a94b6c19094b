/** Which slots of a schedule were filled, which were not, and which only long after their time. Pure. */
import type { DatedRun, Timetable } from './expected.ts';
import { GRACE_MS, slotsBetween } from './slots.ts';

export interface LateSlot {
  readonly slot: string;
  /** When the first complete run that answers it began. */
  readonly collectedAt: string;
}

export interface Tally {
  readonly expected: number;
  readonly missing: readonly string[];
  readonly late: readonly LateSlot[];
}

/** Returns how the slots after `from` and up to `to` stand, given the complete runs. */
export function tallySlots(
  { schedule, timezone }: Timetable & { readonly schedule: string },
  from: Date,
  to: Date,
  complete: readonly DatedRun[],
): Tally {
  const startOf = new Map<number, string>();
  for (const { slot, startedAt } of complete.toSorted((a, b) => startMs(a) - startMs(b))) {
    const slotMs = slot === null ? undefined : Date.parse(slot);
    if (slotMs !== undefined && !startOf.has(slotMs)) startOf.set(slotMs, startedAt);
  }
  const slots = slotsBetween(schedule, timezone, from, to);
  const late = [...startOf].filter(([slotMs, startedAt]) => Date.parse(startedAt) - slotMs > GRACE_MS);
  return {
    expected: slots.length,
    missing: slots.filter((slot) => !startOf.has(slot.getTime())).map((slot) => slot.toISOString()),
    late: late
      .sort(([a], [b]) => a - b)
      .map(([slotMs, collectedAt]) => ({ slot: new Date(slotMs).toISOString(), collectedAt })),
  };
}

const startMs = ({ startedAt }: DatedRun) => Date.parse(startedAt);
