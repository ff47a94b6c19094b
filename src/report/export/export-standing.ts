/** What an export of answers rests on, in its first line: how many checks ended how, and what is missing. */
import { type CheckResult, checkOutcomes } from '../../../schemas/check-results.ts';
import { standingOf } from '../../answers/answer.ts';
import { type ExportedRun, recordOf, whyUnanswered } from './exported-run.ts';

export interface ExportStanding {
  readonly standing: string;
  readonly gaps: readonly string[];
  /** One for each run, in their order; null: it has no answers. */
  readonly checks: readonly (Readonly<Record<CheckResult['outcome'], number>> | null)[];
}

/**
 * Returns what is known of the whole, once the answers of each run have been read and verified. `others`: gaps that are
 * known besides. @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function exportStanding(
  runs: readonly ExportedRun[],
  others: readonly string[],
): Promise<ExportStanding> {
  const checks: (Record<CheckResult['outcome'], number> | null)[] = [];
  const gaps = [...others];
  for (const run of runs) {
    const answers = await run.checkResults();
    checks.push(answers === undefined ? null : countsOf(answers.results));
    if (answers === undefined) gaps.push(`no answers of checks in ${recordOf(run)}: ${whyUnanswered(run)}`);
    const broken = answers?.results.filter(({ outcome }) => outcome === 'error').length ?? 0;
    if (broken > 0) gaps.push(`checks that are broken and have not answered in ${recordOf(run)}: ${broken}`);
  }
  const total = (outcome: CheckResult['outcome']) =>
    checks.reduce((sum, counts) => sum + (counts?.[outcome] ?? 0), 0);
  const counted = checkOutcomes.map((outcome) => `${total(outcome)} ${outcome}`).join(', ');
  const what = `what checks answered in ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}: ${counted}`;
  return {
    standing: gaps.length === 0 ? standingOf(what, []) : `${standingOf('', gaps)}; ${what}`,
    gaps,
    checks,
  };
}

const countsOf = (results: readonly CheckResult[]) =>
  Object.fromEntries(
    checkOutcomes.map((outcome) => [outcome, results.filter((each) => each.outcome === outcome).length]),
  ) as Record<CheckResult['outcome'], number>;
