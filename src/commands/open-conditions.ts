/** Open conditions in few words: how many there are, and each kind in one sentence. Pure. */
import { type Condition, severities } from '../../schemas/condition.ts';

/** Below these nobody has to do anything. */
const NEEDS_A_PERSON: readonly Condition['severity'][] = ['critical', 'high', 'medium'];
const MOST_NAMED = 3;

/** Returns how many there are of each severity: `1 critical, 3 high`. */
export function countConditions(conditions: readonly Condition[]): string {
  const counts = severities.flatMap((severity) => {
    const count = conditions.filter((condition) => condition.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return counts.join(', ') || '-';
}

/** Returns what needs a person, worst first; conditions of one kind are told by the first, the others named. */
export function describeOpen(conditions: readonly Condition[]): readonly string[] {
  return NEEDS_A_PERSON.flatMap((severity) => {
    const own = conditions.filter((condition) => condition.severity === severity);
    const kinds = [...new Set(own.map(({ condition }) => condition))];
    return kinds.map((kind) => describeKind(own.filter(({ condition }) => condition === kind)));
  });
}

function describeKind(conditions: readonly Condition[]): string {
  const [first, ...others] = conditions;
  if (first === undefined) return '';
  const said = `${first.severity}: ${first.condition}: ${first.summary}`;
  if (others.length === 0) return said;
  const names = others.map(({ resource, check, condition }) => resource ?? check ?? condition);
  const more = names.length > MOST_NAMED ? [`${names.length - MOST_NAMED} more`] : [];
  return `${said} Also: ${[...names.slice(0, MOST_NAMED), ...more].join(', ')}.`;
}
