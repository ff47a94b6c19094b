/** Whether a run looked at what a condition is about: only then does its absence mean its end. Pure. */
import type { Condition, ConditionName } from '../../schemas/condition.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { Finding } from '../evidence/finding.ts';
import type { RunFacts } from './run-facts.ts';

/** Per condition about a resource: the outcomes, some with their reason, that show that it has ended. */
const ENDED_BY: Readonly<Partial<Record<ConditionName, readonly string[]>>> = {
  // One refusal is one condition: which of the two it is, the last run that could tell says.
  'scope-gap': ['complete', 'partial', 'unavailable feature', 'unavailable not-offered'],
  'feature-unavailable': ['complete', 'partial', 'denied scope', 'unavailable not-offered'],
  'field-hidden': ['complete'],
  'collection-incomplete': ['complete', 'unavailable not-offered'],
  'schema-drift': ['complete'],
  'scope-reduced': ['complete', 'partial'],
};

/** Answers of a check that show that it no longer fails; with any other nobody can tell. */
const NO_LONGER_FAILS: readonly Finding['outcome'][] = ['pass', 'warn', 'not_applicable', 'not_configured'];

/** What is said of one token, and no longer holds of another. */
const ABOUT_ONE_TOKEN: readonly ConditionName[] = [
  'token-refused',
  'wrong-region',
  'wrong-workspace',
  'token-unavailable',
  'token-rotation-due',
];

/**
 * Whether a condition, if it was there before, was about another token than the one of this run. A token that
 * is only used in place of the refused one says nothing of that.
 */
export function isAboutEarlierToken(
  name: ConditionName,
  { hasTokenChanged, fallback }: Pick<RunFacts, 'hasTokenChanged' | 'fallback'>,
): boolean {
  return hasTokenChanged && fallback === undefined && ABOUT_ONE_TOKEN.includes(name);
}

/** Whether the configuration says that a resource is not collected: of what is open of it nobody will learn the end. */
export function isLeftOut({ outcome }: Pick<ResourceEntry, 'outcome'>): boolean {
  return outcome === 'not-collected';
}

/** Whether this run looked at what the condition is about, or will not any more, so that its absence now means its end. */
export function wasObserved(condition: Condition, run: RunFacts): boolean {
  const { condition: name, resource, check } = condition;
  if (check !== undefined)
    return run.findings.some((each) => each.check === check && NO_LONGER_FAILS.includes(each.outcome));
  // Read by every run that has it named; and nobody reads what is named no more.
  if (name === 'input-unusable') return true;
  if (resource !== undefined) {
    const entry = run.resources.find((each) => each.name === resource);
    if (entry === undefined) return false;
    if (isLeftOut(entry)) return !run.isTrial && name !== 'scope-reduced';
    const endedBy = ENDED_BY[name] ?? [];
    return endedBy.includes(entry.outcome) || endedBy.includes(`${entry.outcome} ${entry.reason}`);
  }
  if (isAboutEarlierToken(name, run)) return true;
  if (name === 'token-rotation-due' && run.tokenAgeDays === undefined) return false;
  if (name === 'token-changed' || ABOUT_ONE_TOKEN.includes(name)) return run.token === 'working';
  if (name === 'clock-skew') return run.clockSkewMs !== undefined;
  if (name === 'alert-undelivered') return true;
  // A chain that goes on was verified before it was extended.
  return name === 'verification-failed' && run.brokenChain === undefined;
}
