/** Delivers one batch: in its turn, again where that can help, and within a bounded time. */
import { backoffMs } from '../backoff.ts';
import type { Verdict } from './answer.ts';
import type { SendFailure } from './sender.ts';
import type { Posting, Transport } from './transport.ts';

/** One batch that wants to be sent. */
export interface QueuedBatch {
  readonly operationId: string;
  /** Throws what it is to fail with, where there is no use in waiting so many milliseconds more. */
  readonly assertWorth: (waitMs: number) => void;
}

/** Which request may go next, and when. Shared by all who share limits, whatever they ask for. */
export interface SenderLimits {
  /** Calls a function in its turn. Rejects as it does, and as `assertWorth` does. */
  add<Value>(batch: QueuedBatch, send: () => Promise<Value>): Promise<Value>;
  /** Asks again of all that wait whether it is worth it. */
  recheck(): void;
  readonly pace: {
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
  const assertWorth = (waitMs: number) => {
    signal.throwIfAborted();
    if (now().getTime() + waitMs > untilMs) throw new TooLate();
  };
  const attemptOnce = async (attempt: number) => {
    signal.throwIfAborted();
    const verdict = await options.transport.post({ ...nthPosting(posting, attempt, now()), signal });
    const waitMs = waitAfter(verdict, attempt, random());
    if (waitMs !== undefined && verdict.kind === 'failed' && verdict.failure.kind === 'rate-limited')
      limits.pace.hold(Math.min(waitMs, LONGEST_HOLD_MS));
    return { verdict, waitMs };
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const { verdict, waitMs } = await limits.add({ operationId: OPERATION, assertWorth }, () =>
        attemptOnce(attempt),
      );
      if (waitMs === undefined || attempt === MOST_ATTEMPTS || now().getTime() + waitMs > untilMs)
        return verdict;
      await sleep(waitMs, signal);
      signal.throwIfAborted();
    } catch (error) {
      if (error instanceof TooLate) return { kind: 'failed', failure: TOO_SLOW, isFinal: false };
      if (!signal.aborted) throw error;
      return { kind: 'failed', failure: GIVEN_UP, isFinal: false };
    }
  }
}

class TooLate extends Error {}

/** Returns how long to wait before another attempt; absent: there is no use in one. */
function waitAfter(verdict: Verdict, attempt: number, random: number): number | undefined {
  if (verdict.kind === 'accepted' || verdict.isFinal) return undefined;
  return verdict.failure.retryAfterMs ?? backoffMs(BACKOFF, attempt, random);
}

/** Says when it is really sent: Segment corrects the clock of who sends by it. */
function nthPosting(posting: Omit<Posting, 'signal'>, attempt: number, now: Date): Omit<Posting, 'signal'> {
  return {
    ...posting,
    headers: attempt === 1 ? posting.headers : { ...posting.headers, 'x-retry-count': String(attempt - 1) },
    body: posting.body.replace(/"sentAt":"[^"]*"\}$/, `"sentAt":"${now.toISOString()}"}`),
  };
}
