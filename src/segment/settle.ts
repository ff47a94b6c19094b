/** What follows from an attempt that has ended: what the pace learns, and whether there is another one. */
import type { Attempt } from './attempt.ts';
import type { Pace, PacedRequest } from './pace.ts';
import { decideRetry } from './retry.ts';

interface Settling {
  readonly pace: Pace;
  readonly nowMs: () => number;
  /** From [0, 1). */
  readonly random: () => number;
  /** From 1. */
  readonly attempt: number;
  /** The request as its pace knows it. */
  readonly turn: PacedRequest;
  /** Whether there is another media type to ask for, when one was refused. */
  readonly hasOtherType: () => boolean;
}

/**
 * Tells the pace what an attempt came to; returns how long to wait besides before the next one.
 * @throws what it came to, where another attempt would gain nothing
 */
export function settle(
  result: Attempt,
  { pace, nowMs, random, attempt, turn, hasOtherType }: Settling,
): number {
  if (result.rate !== undefined || result.kind === 'reply') pace.observe(result.rate, turn);
  if (result.kind === 'reply') return 0;
  if (result.failure.kind === 'media-type' && hasOtherType()) return 0;
  const decision = decideRetry(result.failure, attempt, nowMs(), random());
  if (decision.kind === 'stop') throw result.error;
  if (result.failure.kind !== 'rate') return decision.delayMs;
  pace.hold(decision.delayMs, turn);
  return 0;
}
