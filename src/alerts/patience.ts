/**
 * Telling an alert again after a failure that may pass: a few times, a little later each time; and as often as
 * a receiver that takes one message after the other says when to come back, for as long as a run can wait.
 */
import { backoffMs } from '../backoff.ts';
import { AlertError } from '../errors.ts';

export interface Patience {
  readonly sleep: (ms: number) => Promise<void>;
  /** From [0, 1). */
  readonly random: () => number;
}

/** Of a receiver that does not say when to come back. */
export const MOST_ATTEMPTS = 3;
const BACKOFF = { firstMs: 1_000, longestMs: 4_000 };
/** Whoever asks for a longer wait gets the alert later: between slots, or from the next run. */
export const LONGEST_WAIT_MS = 30_000;
/** Longest that one run waits for one channel in all. */
export const MOST_WAITING_MS = 60_000;

/** How an alert fared. */
export interface Sent {
  readonly attempts: number;
  /** In all, before this alert and during it, in milliseconds. */
  readonly waitedMs: number;
  /** The last one, when no attempt succeeded. */
  readonly error?: AlertError;
}

/** Returns how many attempts it took. `waitedMs`: what the same run has waited for this channel before. */
export async function sendPatiently(
  send: () => Promise<void>,
  { sleep, random }: Patience,
  waitedMs = 0,
): Promise<Sent> {
  for (let attempts = 1, waited = waitedMs; ; attempts += 1) {
    try {
      await send();
      return { attempts, waitedMs: waited };
    } catch (error) {
      if (!(error instanceof AlertError)) throw error;
      const waitMs = (error.retryAfterMs ?? 0) + backoffMs(BACKOFF, attempts, random());
      if (!isWorthwhile(error, attempts) || waited + waitMs > MOST_WAITING_MS) {
        return { attempts, waitedMs: waited, error };
      }
      await sleep(waitMs);
      waited += waitMs;
    }
  }
}

function isWorthwhile({ isFinal, retryAfterMs }: AlertError, attempts: number): boolean {
  if (isFinal) return false;
  return retryAfterMs === undefined ? attempts < MOST_ATTEMPTS : retryAfterMs <= LONGEST_WAIT_MS;
}
