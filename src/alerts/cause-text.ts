/** What an alert says about a cause, in a sentence or two. Pure. */
import type { Condition } from '../../schemas/condition.ts';
import { type Cause, sinceOf } from './causes.ts';

/** Returns what happened: of one resource as the record has it, of several once for all. */
export function summaryOf({ kind, conditions, resources, checks, needs }: Cause): string {
  const [first] = conditions;
  if (first === undefined) return '';
  if (kind === 'token') return `${first.summary} ${inNumber(resources)} could not be read with it.`;
  if (conditions.length === 1) return first.summary;
  if (kind === 'checks')
    return `${checks.length} checks do not hold. ${conditions.map(({ summary }) => summary).join(' ')}`;
  const named = resources.map((name) => {
    const need = needs.get(name);
    return need === undefined ? name : `${name} (${need})`;
  });
  return `${SENTENCES[kind](inNumber(resources), first)}: ${named.join(', ')}.`;
}

/** Returns who joined after the cause was first seen; nothing where nobody did. */
export function joinedLater({ conditions }: Cause): string {
  const began = sinceOf(conditions);
  const later = conditions.filter(({ since, resource }) => since > began && resource !== undefined);
  if (later.length === 0) return '';
  return ` Joined since then: ${later.map(({ resource, since }) => `${resource} (${since})`).join(', ')}.`;
}

const inNumber = ({ length }: readonly string[]) => (length === 1 ? '1 resource' : `${length} resources`);

type Sentence = (resources: string, first: Condition) => string;

const INCOMPLETE: Sentence = (resources) => `${resources} could not be read whole`;

const SENTENCES: Readonly<Record<Exclude<Cause['kind'], 'token' | 'checks'>, Sentence>> = {
  alone: INCOMPLETE,
  role: (resources, { condition }) => {
    if (condition === 'scope-gap') return `The token may not read ${resources}`;
    if (condition === 'field-hidden') return `A field came empty or not at all for the token in ${resources}`;
    return `The token may not read all of ${resources}`;
  },
  feature: (resources) => `${resources} of one feature are unavailable`,
  unreachable: (resources) => `${resources} could not be reached, or not until their end`,
  rate: (resources) => `${resources} were deferred, since Segment's limit of requests was spent`,
  time: (resources) => `${resources} were deferred, since the time for this run was over`,
  unobserved: (resources) => `${resources} have not been complete, and this run could not read them`,
  'same-run': (resources, { condition }) =>
    condition === 'schema-drift'
      ? `Records of ${resources} have fields that differ from what this version knows`
      : `${resources} that were collected before, or have records, are left out on purpose now`,
};
