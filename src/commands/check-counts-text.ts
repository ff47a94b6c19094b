/** What checks answered in one line, what needs a person first. */
import type { Predicate } from '../../schemas/chain.ts';

const WORDS = [
  ['fail', 'fail'],
  ['error', 'broken'],
  ['warn', 'to look at'],
  ['pass', 'hold'],
  ['indeterminate', 'nobody can tell'],
  ['notConfigured', 'not configured'],
  ['notApplicable', 'not applicable'],
] as const;

/** Returns the counts; nothing where no check was asked. */
export function describeCheckCounts({ checks }: Pick<Predicate, 'checks'>): readonly string[] {
  return checks === null ? [] : [`  checks    ${checkCounts(checks)}`];
}

/** Returns the counts that are not 0. */
export function checkCounts(checks: NonNullable<Predicate['checks']>): string {
  return WORDS.flatMap(([key, words]) => (checks[key] === 0 ? [] : [`${checks[key]} ${words}`])).join(', ');
}
