/** The run that a question is about. */
import { type AsOf, runAsOf } from '../../answers/as-of.ts';
import { EXIT, UnverifiedError } from '../../errors.ts';
import type { History } from '../../verify/read-history.ts';

/**
 * Returns the run that answers for an instant. Without a resource: the newest at or before it, whatever it read.
 * @throws UnverifiedError NO_EVIDENCE
 */
export function runNamed(history: History, resource: string | undefined, at: string | undefined): AsOf {
  const found = resource === undefined ? undefined : runAsOf(history, { resource, instant: at });
  if (found !== undefined) return found;
  const run = history.runs.findLast(({ manifest }) => at === undefined || manifest.run.startedAt <= at);
  if (run !== undefined) return { run, gaps: [], notes: [] };
  throw new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `read evidence: ${history.connection}: expected a run${at === undefined ? '' : ` at or before ${at}`}, got none`,
    exitCode: EXIT.cannotJudge,
  });
}
