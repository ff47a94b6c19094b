/** What a check answers. Sealed with the evidence it was asked of; an alert is what changes of it later. */
import type { CheckResult } from '../../schemas/check-results.ts';
import type { Condition, ConditionName } from '../../schemas/condition.ts';

/** One answer of one check about one run. */
export interface Finding {
  /** Id of the check, as conditions and alerts name it. */
  readonly check: string;
  readonly outcome: CheckResult['outcome'];
  readonly severity: Condition['severity'];
  /** One sentence for a person. Holds no personal data and no secret. */
  readonly summary: string;
  /** Conditions that tell of the same. */
  readonly toldAs: readonly ConditionName[];
}
