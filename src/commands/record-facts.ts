/** What a record says that is worth watching from outside. Pure. */
import type { Predicate } from '../../schemas/chain.ts';
import type { Condition } from '../../schemas/condition.ts';
import type { ConnectionState } from '../service/state.ts';

/** Returns how long the run took, how many conditions of each severity are open, and the records of each resource. */
export function recordFacts({
  run,
  conditions,
  resources,
}: Pick<Predicate, 'run' | 'conditions' | 'resources'>): Pick<
  ConnectionState,
  'lastRunSeconds' | 'conditions' | 'records'
> {
  const count = (severity: Condition['severity']) =>
    conditions.filter((condition) => condition.severity === severity).length;
  return {
    lastRunSeconds: (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000,
    conditions: {
      critical: count('critical'),
      high: count('high'),
      medium: count('medium'),
      low: count('low'),
      info: count('info'),
    },
    records: Object.fromEntries(
      resources.flatMap(({ name, records }) => (records === null ? [] : [[name, records]])),
    ),
  };
}
