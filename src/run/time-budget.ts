/**
 * How long a run may read. What does not fit is deferred, and the record is committed with what there is: a
 * run that continues until the next one is due, or until the platform ends it, would leave nothing at all. Pure.
 */
import { MOST_MINUTES } from '../../schemas/config-values.ts';
import { nextSlotAfter } from '../schedule/slots.ts';
import type { RunConnection } from './deps.ts';

const MINUTE_MS = 60_000;
/** Before the next slot: for sealing, storing and alerts. */
const SPARE_MINUTES = 10;
/** However soon the next slot comes. */
const LEAST_MINUTES = 10;

export interface Span {
  /** Instants, ISO 8601 UTC. */
  readonly startedAt: string;
  readonly slot: string | null;
  /** The latest that the caller allows. */
  readonly latest?: Date | undefined;
}

/** Returns when reading is over: never before the start. */
export function readUntil(
  config: Pick<RunConnection, 'collect' | 'schedule' | 'timezone'>,
  { startedAt, slot, latest }: Span,
): Date {
  const startMs = Date.parse(startedAt);
  const minutes = config.collect.maxMinutes ?? minutesUntilNext(config, startMs, slot);
  const untilMs = startMs + Math.min(minutes, MOST_MINUTES) * MINUTE_MS;
  return new Date(Math.max(startMs, Math.min(untilMs, latest?.getTime() ?? untilMs)));
}

function minutesUntilNext(
  { schedule, timezone }: Pick<RunConnection, 'schedule' | 'timezone'>,
  startMs: number,
  slot: string | null,
): number {
  if (schedule === undefined) return MOST_MINUTES;
  // A run may be started a moment before its own slot: that is not the next one.
  const after = Math.max(startMs, slot === null ? startMs : Date.parse(slot));
  const next = nextSlotAfter(schedule, timezone, new Date(after));
  if (next === undefined) return MOST_MINUTES;
  return Math.max(LEAST_MINUTES, (next.getTime() - startMs) / MINUTE_MS - SPARE_MINUTES);
}
