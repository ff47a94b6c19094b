/** Telling an alert again after a failure that may pass: a few times, a little later each time. */
import { backoffMs } from '../backoff.ts';
import { AlertError } from '../errors.ts';

export interface Patience {
  readonly sleep: (ms: number) => Promise<void>;
  /** From [0, 1). */
  readonly random: () => number;
}

export const MOST_ATTEMPTS = 3;
const BACKOFF = { firstMs: 1_000 };
/** Whoever asks for a longer wait gets the alert from the next run. */
export const LONGEST_WAIT_MS = 30_000;

/** Returns how many attempts it took and, when none did, the last error. */
export async function sendPatiently(
  send: () => Promise<void>,
  { sleep, random }: Patience,
): Promise<{ readonly attempts: number; readonly error?: AlertError }> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await send();
      return { attempts };
    } catch (error) {
      if (!(error instanceof AlertError)) throw error;
      if (attempts === MOST_ATTEMPTS || !isWorthwhile(error)) return { attempts, error };
      await sleep((error.retryAfterMs ?? 0) + backoffMs(BACKOFF, attempts, random()));
    }
  }
}

function isWorthwhile({ isFinal, retryAfterMs = 0 }: AlertError): boolean {
  return !isFinal && retryAfterMs <= LONGEST_WAIT_MS;
}
