/** Why a run is not complete, in few words. Pure. */
import type { Predicate } from '../../schemas/chain.ts';
import type { ConditionName } from '../../schemas/condition.ts';
import { isGap } from '../../schemas/outcome.ts';

/** What explains a whole run by itself. */
const ABOUT_TOKEN: readonly ConditionName[] = [
  'token-refused',
  'wrong-region',
  'wrong-workspace',
  'token-unavailable',
];

/** Returns nothing for a complete run; else what became of the token, and each kind of gap with its resources. */
export function reasonsOf({ status, conditions, resources }: Predicate): readonly string[] {
  if (status === 'complete') return [];
  const token = ABOUT_TOKEN.filter((name) => conditions.some(({ condition }) => condition === name));
  const gaps = new Map<string, string[]>();
  for (const { name, outcome, reason } of resources.filter(isGap)) {
    if (token.length > 0 && reason === 'token') continue;
    const kind = `${outcome} (${reason})`;
    gaps.set(kind, [...(gaps.get(kind) ?? []), name]);
  }
  const said = [...token, ...[...gaps].map(([kind, names]) => `${kind}: ${names.join(', ')}`)];
  return said.length > 0 ? said : ['resources were left out on purpose'];
}
