/**
 * What wakes the schedule process. A tick only says "look": which slot is due is decided elsewhere, since a
 * ticker may be late, and skips or doubles a time when the clocks change.
 */
import { schedule, shutdown, validate } from 'node-cron';

export interface Ticker {
  /** Calls `onTick` at the times of a cron expression, never while an earlier call is not done. */
  start(name: string, expression: string, timezone: string, onTick: () => Promise<void>): void;
  /** Ends all ticking; waits for calls that are not done. */
  stop(): Promise<void>;
}

/** Stopping a process may take less than 30 seconds in all. */
const STOP_WITHIN_MS = 25_000;

/** Returns the ticker of node-cron. `onTrouble` hears what it would else print on the console. */
export function createCronTicker(onTrouble: (message: string) => void): Ticker {
  const tell = (message: string | Error) => onTrouble(String(message));
  const logger = { info: () => undefined, debug: () => undefined, warn: tell, error: tell };
  return {
    start: (name, expression, timezone, onTick) => {
      // A few expressions that the configuration allows are unknown to it: the watch of every minute has them.
      if (!validate(expression)) return;
      schedule(expression, onTick, { name, timezone, noOverlap: true, logger, suppressMissedWarning: true });
    },
    // Not `stop()` of each task first: then it would not know any more whom to wait for.
    stop: () => shutdown(STOP_WITHIN_MS),
  };
}
