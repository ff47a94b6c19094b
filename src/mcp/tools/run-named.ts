/** The run that a question is about. */
import { type AsOf, anyRunAsOf, runAsOf } from '../../answers/as-of.ts';
import { EXIT, UnverifiedError } from '../../errors.ts';
import type { History } from '../../verify/read-history.ts';

/**
 * Returns the run that answers for an instant. Without a resource: the newest at or before it, whatever it read.
 * @throws UnverifiedError NO_EVIDENCE
 */
export function runNamed(history: History, resource: string | undefined, at: string | undefined): AsOf {
  const readable = resource === undefined ? undefined : runAsOf(history, { resource, instant: at });
  const found = readable ?? anyRunAsOf(history, at);
  if (found !== undefined) return found;
  throw new UnverifiedError({
    code: 'NO_EVIDENCE',
    message: `read evidence: ${history.connection}: expected a run${at === undefined ? '' : ` at or before ${at}`}, got none`,
    exitCode: EXIT.cannotJudge,
  });
}
