/** What an answer rests on: by resource, how reading it ended, and the digest of its file. */
import type { CheckResult } from '../../schemas/check-results.ts';
import type { CheckFacts } from './check.ts';
import type { CheckedRun } from './checked-run.ts';

/** What a run says of itself: what rests on no resource rests on these. */
const OF_THE_RUN = ['collection-log', 'configuration'] as const;

/** Returns the evidence of a check in the order in which it reads. */
export function evidenceOf(
  { reads, uses = [] }: Pick<CheckFacts, 'reads' | 'uses'>,
  run: Pick<CheckedRun, 'entry' | 'fileOf'>,
): CheckResult['evidence'] {
  const cited = [...reads, ...uses].map((resource) => ({
    resource,
    outcome: run.entry(resource)?.outcome ?? 'unknown',
    ...run.fileOf(resource),
  }));
  if (reads.length > 0) return cited;
  return [
    ...OF_THE_RUN.map((name) => ({ resource: name, outcome: 'complete', ...run.fileOf(name) })),
    ...cited,
  ];
}
