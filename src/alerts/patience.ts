/** Telling an alert again after a failure that may pass: a few times, a little later each time. */
import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import { AlertError } from '../errors.ts';

export interface Patience {
  readonly sleep: (ms: number) => Promise<void>;
  /** From [0, 1). */
  readonly random: () => number;
}

export const MOST_ATTEMPTS = 3;
const FIRST_DELAY_MS = 1_000;
/** Whoever asks for a longer wait gets the alert from the next run. */
export const LONGEST_WAIT_MS = 30_000;

/** Returns how many attempts it took. and, when none did, the last error. */
export async function sendPatiently(
  send: () => Promise<void>,
  { sleep, random }: Patience,
): Promise<{ readonly attempts: number; readonly error?: AlertError }> {
  let attempts = 0;
  let failure: AlertError | undefined;
  const policy = retry(handleWhen(isWorthwhile), {
    maxAttempts: MOST_ATTEMPTS - 1,
    // The waiting is done below, by the sleep that was handed in.
    backoff: new ConstantBackoff(0),
  });
  try {
    await policy.execute(async () => {
      if (failure !== undefined) await sleep(delayMs(attempts, failure, random));
      attempts += 1;
      try {
        await send();
      } catch (error) {
        failure = error instanceof AlertError ? error : undefined;
        throw error;
      }
    });
    return { attempts };
  } catch (error) {
    if (!(error instanceof AlertError)) throw error;
    return { attempts, error };
  }
}

function isWorthwhile(error: Error): boolean {
  return error instanceof AlertError && !error.isFinal && (error.retryAfterMs ?? 0) <= LONGEST_WAIT_MS;
}

/** Doubles with each attempt, half of it by chance; never sooner than the receiver asked for. */
function delayMs(attempts: number, { retryAfterMs }: AlertError, random: () => number): number {
  const delay = FIRST_DELAY_MS * 2 ** (attempts - 1) * (0.5 + random() / 2);
  return Math.round(retryAfterMs === undefined ? delay : retryAfterMs + delay);
}
