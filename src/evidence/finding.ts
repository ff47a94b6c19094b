/** What a check answers. Sealed with the evidence it was asked of; an alert is what changes of it later. */
import type { Condition } from '../../schemas/condition.ts';

export const findingOutcomes = [
  'pass',
  'fail',
  'warn',
  'not_applicable',
  'not_configured',
  'indeterminate',
  'error',
] as const;

/** One answer of one check about one run. */
export interface Finding {
  /** Id of the check, as conditions and alerts name it. */
  readonly check: string;
  readonly outcome: (typeof findingOutcomes)[number];
  readonly severity: Condition['severity'];
  /** One sentence for a person. Holds no personal data and no secret. */
  readonly summary: string;
}
