/** Whether what a record says is well. */
import type { Predicate } from '../../schemas/chain.ts';

/**
 * Returns whether a record is complete and nothing critical is open: then a run ends with exit code 0. What checks find in
 * the workspace is no matter of the run: `--fail-on` asks about that.
 */
export function isWell({ status, conditions }: Pick<Predicate, 'status' | 'conditions'>): boolean {
  return (
    status === 'complete' &&
    !conditions.some(({ condition, severity }) => severity === 'critical' && condition !== 'check-failed')
  );
}
