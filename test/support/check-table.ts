/** What a check answers about runs made by hand, as a table. */
import { expect, it } from 'vitest';
import type { CheckException, CheckResult } from '../../schemas/check-results.ts';
import type { Check } from '../../src/checks/check.ts';
import type { Change, Changes } from '../../src/checks/checked-run.ts';
import { answerOf, type MadeRun } from './checked.ts';

/** What it is about, the run, the outcome, and its exceptions: failing ones first, then by subject. */
export type AnswerRow = readonly [string, MadeRun, CheckResult['outcome'], (readonly string[])?];

const tryingRows =
  (nameOf: (exception: CheckException) => string) => (check: Check, rows: readonly AnswerRow[]) => {
    for (const [title, made, outcome, exceptions = []] of rows) {
      it(title, async () => {
        const answer = await answerOf(check, made);
        expect([answer.outcome, ...answer.exceptions.map(nameOf)], answer.reason).toEqual([
          outcome,
          ...exceptions,
        ]);
      });
    }
  };

/** Tries every row; an exception is its level and subject. */
export const answersAre = tryingRows(({ level, subject }) => `${level} ${subject}`);

/** Tries every row; an exception is its subject alone. */
export const eachOutcome = tryingRows(({ subject }) => subject);

export const DENIED = { outcome: 'denied', reason: 'scope' } as const;

/** Returns changes since the last whole reading; each has an event that explains it only where one is given. */
export function comparedWith(
  resource: string,
  changes: readonly (Partial<Change> & Pick<Change, 'id'>)[],
  isTrailWhole = true,
): Changes {
  const whole = changes.map((change) => ({
    resource,
    change: 'changed' as const,
    fields: [],
    explainedBy: [],
    named: { own: [change.id], related: [] },
    ...change,
  }));
  const [since, until] = ['2026-11-21T03:00:00.000Z', '2026-11-22T03:00:00.000Z'];
  return { kind: 'compared', since, until, changes: whole, isTrailWhole };
}

export const EXPLAINED = {
  explainedBy: [{ eventId: 'e', type: 'Modified', actor: 'u', at: '2026-11-21T09:00:00.000Z' }],
} as const;
