/** A table over the outcomes of a check: what a run holds, what is answered, and about what. */
import { expect, it } from 'vitest';
import type { CheckResult } from '../../schemas/check-results.ts';
import type { Check } from '../../src/checks/check.ts';
import { answerOf, type MadeRun } from './checked.ts';

export type OutcomeRow = readonly [
  name: string,
  made: MadeRun,
  outcome: CheckResult['outcome'],
  /** The subjects of all exceptions: failing ones first, then by name. */
  subjects?: readonly string[],
];

export function eachOutcome(check: Check, rows: readonly OutcomeRow[]): void {
  for (const [name, made, outcome, subjects = []] of rows) {
    it(name, async () => {
      const answer = await answerOf(check, made);
      expect([answer.outcome, answer.exceptions.map(({ subject }) => subject)]).toEqual([outcome, subjects]);
    });
  }
}
