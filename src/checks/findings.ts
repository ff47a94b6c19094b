/** What people hear of after a run: what its checks found, in one sentence each, without names. */
import type { CheckResult, CheckResults } from '../../schemas/check-results.ts';
import type { Finding } from '../evidence/finding.ts';
import type { Check } from './check.ts';
import { isAccepted } from './waivers.ts';

/** Returns a finding for each result. A fail that somebody has accepted is nothing to be told again. */
export function findingsOf(
  { results }: Pick<CheckResults, 'results'>,
  checks: readonly Pick<Check, 'id' | 'toldAs'>[],
): readonly Finding[] {
  const toldAs = new Map(checks.map((check) => [check.id, check.toldAs ?? []]));
  return results.map((result) => ({
    check: result.checkId,
    severity: result.severity,
    outcome: isAccepted(result) ? 'warn' : result.outcome,
    summary: summaryOf(result),
    toldAs: toldAs.get(result.checkId) ?? [],
  }));
}

function summaryOf(result: CheckResult): string {
  const { checkId, title, outcome, populationSize, exceptionTotals } = result;
  if (outcome === 'error') return `${checkId} could not be asked, so nobody knows: ${title}.`;
  return `${checkId} does not hold: ${title} (${exceptionTotals.fail} of ${populationSize ?? 'an unknown number'}).${waiverWords(result)}`;
}

/** What somebody has accepted of it, where that is not all. */
function waiverWords({ waiver }: CheckResult): string {
  if (waiver?.state === 'expired') return ` It was accepted until ${waiver.expires}: that is over.`;
  return waiver?.state === 'in-part' ? ' Some of it is accepted, and the rest is not.' : '';
}
