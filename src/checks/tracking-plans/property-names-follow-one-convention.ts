/** Whether properties are written alike, so that one thing is not sent under two names. */
import * as z from 'zod';
import { notApplicable, toCheck } from '../check.ts';
import { plannedProperties } from '../facts/planned-properties.ts';
import { wordsOf } from '../facts/words.ts';
import { subjectOf, WORKSPACE } from '../subject.ts';

const CASES = {
  snake_case: /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/u,
  camelCase: /^[a-z][a-zA-Z0-9]*$/u,
  'kebab-case': /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u,
  'Title Case': /^[A-Z][a-zA-Z0-9]*( [A-Z][a-zA-Z0-9]*)*$/u,
} as const;

export const check = toCheck({
  id: 'TP-09',
  version: 1,
  title: 'Property names follow one convention',
  area: 'tracking-plans',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Are all planned properties spelt by the same convention, and is each spelt in one way only?',
  motivation: 'A query for one spelling misses what was sent under another.',
  failsWhen:
    'Fewer than minPct per cent of the names of properties follow the convention that case names, or one name is written in several ways.',
  notApplicableWhen: 'No plan has a property.',
  remediation: 'Choose one spelling, and rename the others by new versions of their rules.',
  falsePositives: 'Segment itself spells some traits in another way: name them in reservedTraits.',
  reads: ['tracking-plan-rules'],
  params: z.strictObject({
    case: z
      .enum(Object.keys(CASES) as [keyof typeof CASES, ...(keyof typeof CASES)[]])
      .default('snake_case')
      .describe('The convention for names.'),
    minPct: z
      .int()
      .min(0)
      .max(100)
      .default(95)
      .describe('Smallest share of the names that must follow the convention, in per cent.'),
    reservedTraits: z
      .array(z.string())
      .default(['firstName', 'lastName', 'createdAt', 'userId', 'anonymousId'])
      .describe('Names that Segment itself gives, which are left out.'),
  }),
  controls: {
    soc2: ['PI1.2'],
    iso27001: ['A.8.9'],
    iso27701: [],
    gdpr: ['Art.5(1)(d)'],
    hipaa: [],
    nist80053: ['CM-6'],
    nistcsf: ['PR.PS-01'],
    pci: [],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const subjects = new Map<string, string>();
    for await (const { rule, property } of plannedProperties(run)) {
      const { name, place } = property;
      if (place === 'context' || params.reservedTraits.includes(name) || subjects.has(name)) continue;
      subjects.set(name, subjectOf('tracking-plan-rules', rule.id));
      tally.saw();
    }
    if (subjects.size === 0) return notApplicable('No tracking plan has a property.');
    const strange = [...subjects.keys()].filter((name) => !CASES[params.case].test(name));
    const share = Math.floor((100 * (subjects.size - strange.length)) / subjects.size);
    const subjectOfName = (name: string) => subjects.get(name) ?? '';
    // What was not read may follow the convention: then the share is not known.
    const say = run.isWhole('tracking-plan-rules') ? tally.fail : tally.unknown;
    if (share < params.minPct)
      for (const name of strange)
        say(
          subjectOfName(name),
          `The property ${name} is not in ${params.case}; ${share} % of ${subjects.size} are.`,
        );
    for (const spellings of inSeveralWays([...subjects.keys()]))
      tally.fail(WORKSPACE, `One property is written in several ways: ${spellings.join(', ')}.`);
    return undefined;
  },
});

function inSeveralWays(names: readonly string[]): readonly (readonly string[])[] {
  const byWords = new Map<string, string[]>();
  for (const name of names) {
    const key = wordsOf(name).join('');
    byWords.set(key, [...(byWords.get(key) ?? []), name].sort());
  }
  return [...byWords.values()].filter(({ length }) => length > 1);
}
