/** Properties of each tracking plan by name: one that many of its rules have is one. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { RecordReader } from '../../evidence/records/reader.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';
import { isDeprecated, isUnreadable, type PlannedProperty, propertiesOf } from './planned-properties.ts';

export interface NamedProperty {
  readonly name: string;
  /** In the first rule that has it. */
  readonly path: string;
  readonly plan: string;
  /** The plan: which of its rules is read first would be another one where not all were read. */
  readonly subject: string;
  /** What it was found by. */
  readonly term: string;
  /** How many rules have it. */
  rules: number;
}

/** What a property is found by; undefined: it is not looked for. */
export type Finder = (property: PlannedProperty, rule: StoredRecord) => string | undefined;

/**
 * Returns the properties that are found, by name, and says of every rule that was seen; of one without a schema nobody can
 * tell. Undefined: there are no rules.
 */
export async function findProperties(
  run: Pick<RecordReader, 'records'>,
  tally: Tally,
  find: Finder,
): Promise<readonly NamedProperty[] | undefined> {
  const found = new Map<string, NamedProperty>();
  let rules = 0;
  for await (const rule of run.records('tracking-plan-rules')) {
    if (isDeprecated(rule.data)) continue;
    rules += 1;
    tally.saw();
    const subject = subjectOf('tracking-plan-rules', rule.id);
    if (isUnreadable(rule.data)) tally.unknown(subject, 'The rule has no schema that was read.');
    const inRule = new Set<string>();
    for (const property of propertiesOf(rule.data)) {
      const term = find(property, rule);
      if (term === undefined) continue;
      const plan = rule.parent?.['trackingPlanId'] ?? '';
      const { name, path } = property;
      const key = JSON.stringify([plan, name]);
      const known = found.get(key) ?? {
        name,
        path,
        plan,
        subject: subjectOf('tracking-plans', plan),
        term,
        rules: 0,
      };
      found.set(key, known);
      if (!inRule.has(name)) known.rules += 1;
      inRule.add(name);
    }
  }
  return rules === 0 ? undefined : [...found.values()];
}

/** How an exception names one. */
export const calledProperty = ({ name, path, rules }: NamedProperty): string =>
  `The property ${name} (${path}${rules > 1 ? `, in ${rules} rules` : ''})`;
