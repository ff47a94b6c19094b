/** How reading a resource ended, in words that never let a gap look like a pass. */
import * as z from 'zod';

/** The reasons each outcome may give. `complete` gives none. */
export const OUTCOME_REASONS = {
  complete: [],
  partial: [
    'count-mismatch',
    'duplicate-ids',
    'cursor-loop',
    'truncated',
    'field-hidden',
    'invalid-records',
    'interrupted',
    'implausible-empty',
    'cross-reference',
    'parents-unread',
    'moved',
  ],
  denied: ['scope', 'token'],
  unavailable: ['feature', 'not-found', 'not-offered'],
  deferred: ['rate', 'time'],
  unreachable: ['upstream', 'timeout', 'network', 'bad-body'],
  'not-collected': ['excluded', 'opt-in', 'feature-declared-off', 'active-probe', 'customer-data'],
} as const;

export type Outcome = keyof typeof OUTCOME_REASONS;
export type OutcomeReason = (typeof OUTCOME_REASONS)[Outcome][number];

export const outcomes = Object.keys(OUTCOME_REASONS) as [Outcome, ...Outcome[]];
const reasons = Object.values(OUTCOME_REASONS).flat() as [OutcomeReason, ...OutcomeReason[]];

export const outcome = z.enum(outcomes);
export const outcomeReason = z.enum(reasons);

/** Only these two have records, a count and a file; with every other outcome all three are absent. */
export function hasRecords(value: Outcome): value is 'complete' | 'partial' {
  return value === 'complete' || value === 'partial';
}

/**
 * Whether something that should have been read was not. What is left out on purpose is none, nor what the API has
 * never offered to this workspace: both are said, and neither is a fault of anybody's.
 */
export function isGap({
  outcome: value,
  reason,
}: {
  readonly outcome: Outcome;
  readonly reason?: OutcomeReason | undefined;
}): boolean {
  const isNotOffered = value === 'unavailable' && reason === 'not-offered';
  return value !== 'complete' && value !== 'not-collected' && !isNotOffered;
}
