/** Whether checks fail that somebody wants to stop for. */
import type { Predicate } from '../../schemas/chain.ts';
import { type Condition, severities } from '../../schemas/condition.ts';

export type Severity = Condition['severity'];

/** Whether a severity is another one or graver. */
export const isAsGrave = (severity: Severity, least: Severity): boolean =>
  severities.indexOf(severity) <= severities.indexOf(least);

/** Whether a check of a severity or a graver one fails and nobody has accepted it. */
export function hasFailing({ conditions }: Pick<Predicate, 'conditions'>, least: Severity): boolean {
  return conditions.some(
    ({ condition, severity }) => condition === 'check-failed' && isAsGrave(severity, least),
  );
}
