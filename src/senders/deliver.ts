/** Delivers one batch: in its turn, again where that can help, and within a bounded time. */
import { backoffMs } from '../backoff.ts';
import type { Verdict } from './answer.ts';
import type { SendFailure } from './sender.ts';
import type { Posting, Transport } from './transport.ts';

/** When the next request may go. Shared by all who share limits, whatever they ask for. */
export interface SenderLimits {
  /** Where requests under way take a place. */
  readonly queue: { add<Value>(task: () => Promise<Value>): Promise<Value> };
  readonly pace: {
    /** Waits for a turn by `wait`, which rejects when it would take too long. */
    take(request: { readonly operationId: string }, wait: (ms: number) => Promise<void>): Promise<void>;
    /** Holds all requests back for a while. */
    hold(ms: number): void;
  };
}

export interface DeliveryOptions {
  readonly transport: Transport;
  readonly limits: SenderLimits;
  readonly now: () => Date;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** How long a batch is tried in all. A wait beyond it is left to the caller. */
  readonly mostMs: number;
  /** Aborted when the sender is closed or the process has to stop: nothing more is tried. */
  readonly signal: AbortSignal;
}

/** How often, and how long in all, a batch is tried. A wait beyond it is left to the caller. */
export const MOST_ATTEMPTS = 10;
export const MOST_MS = 60_000;
const BACKOFF = { firstMs: 500, longestMs: 20_000 };
const OPERATION = 'tracking';
/** Whatever the other side asks for, nobody who shares the limits is held back longer. */
const LONGEST_HOLD_MS = 150_000;

const TOO_SLOW: SendFailure = {
  kind: 'rate-limited',
  problem: `expected a turn within ${MOST_MS / 1_000} seconds, got none: the pace is spent`,
  hint: 'Try again later, or raise requestsPerMinute.',
};
const GIVEN_UP: SendFailure = {
  kind: 'unreachable',
  problem: 'expected an answer before the sender was closed, got none',
  hint: 'Send it again; what has a messageId counts once, however often it is sent.',
};

/** Returns what became of a batch: accepted, or why not. Rejects for what may not be sent at all. */
export async function deliver(posting: Omit<Posting, 'signal'>, options: DeliveryOptions): Promise<Verdict> {
  const { limits, now, sleep, random, signal, mostMs } = options;
  const untilMs = now().getTime() + mostMs;
  const wait = async (ms: number) => {
    if (now().getTime() + ms > untilMs) throw new TooLate();
    await sleep(ms, signal);
    signal.throwIfAborted();
  };
  const attemptOnce = async (attempt: number) => {
    signal.throwIfAborted();
    await limits.pace.take({ operationId: OPERATION }, wait);
    return options.transport.post({ ...nthPosting(posting, attempt, now()), signal });
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const verdict = await limits.queue.add(() => attemptOnce(attempt));
      if (verdict.kind === 'accepted' || verdict.isFinal) return verdict;
      const { kind, retryAfterMs } = verdict.failure;
      const delayMs = retryAfterMs ?? backoffMs(BACKOFF, attempt, random());
      if (kind === 'rate-limited') limits.pace.hold(Math.min(delayMs, LONGEST_HOLD_MS));
      if (attempt === MOST_ATTEMPTS || now().getTime() + delayMs > untilMs) return verdict;
      await wait(delayMs);
    } catch (error) {
      if (error instanceof TooLate) return { kind: 'failed', failure: TOO_SLOW, isFinal: false };
      if (!signal.aborted) throw error;
      return { kind: 'failed', failure: GIVEN_UP, isFinal: false };
    }
  }
}

class TooLate extends Error {}

/** Says when it is really sent: Segment corrects the clock of who sends by it. */
function nthPosting(posting: Omit<Posting, 'signal'>, attempt: number, now: Date): Omit<Posting, 'signal'> {
  return {
    ...posting,
    headers: attempt === 1 ? posting.headers : { ...posting.headers, 'x-retry-count': String(attempt - 1) },
    body: posting.body.replace(/"sentAt":"[^"]*"\}$/, `"sentAt":"${now.toISOString()}"}`),
  };
}
