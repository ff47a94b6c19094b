/** What a check answers about runs made by hand, as a table. */
import { expect, it } from 'vitest';
import type { CheckResult } from '../../schemas/check-results.ts';
import type { Check } from '../../src/checks/check.ts';
import type { Change, Changes } from '../../src/checks/checked-run.ts';
import { answerOf, type MadeRun } from './checked.ts';

/** What it is about, the run, the outcome, and each exception as its level and subject. */
export type AnswerRow = readonly [string, MadeRun, CheckResult['outcome'], (readonly string[])?];

/** Tries every row. */
export function answersAre(check: Check, rows: readonly AnswerRow[]): void {
  const whole = rows.map(
    ([name, made, outcome, exceptions = []]) => [name, made, outcome, exceptions] as const,
  );
  it.each(whole)('%s', async (_, made, outcome, exceptions) => {
    const answer = await answerOf(check, made);
    const found = answer.exceptions.map(({ level, subject }) => `${level} ${subject}`);
    expect([answer.outcome, ...found], answer.reason).toEqual([outcome, ...exceptions]);
  });
}

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
    ...change,
  }));
  return { kind: 'compared', since: '2026-11-21T03:00:00.000Z', changes: whole, isTrailWhole };
}

export const EXPLAINED = {
  explainedBy: [{ eventId: 'e', type: 'Modified', actor: 'u', at: '2026-11-21T09:00:00.000Z' }],
} as const;
