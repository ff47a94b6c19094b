/** Whether events are named alike: what was acted on, then what was done, such as Order Completed. */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { pattern, toMatcher } from '../facts/pattern.ts';
import { isDeprecated } from '../facts/planned-properties.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'TP-08',
  version: 1,
  title: 'Event names follow object and action in title case',
  area: 'tracking-plans',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Are planned events named by an object and what happened to it, each word with a capital (“Order Completed”)?',
  motivation:
    'An event that goes by three names is counted as three, and missed wherever only one of them is looked for.',
  failsWhen:
    'Fewer than minPct per cent of the planned events match pattern and end in a word that fits lastWordPattern. A name with an e-mail address or a long number in it never counts.',
  notApplicableWhen: 'No plan has an event.',
  remediation: 'Rename the event by a new version of its rule, or by a transformation.',
  falsePositives: 'The company has another convention: say it in pattern and lastWordPattern.',
  reads: ['tracking-plan-rules'],
  params: z.strictObject({
    minPct: z
      .int()
      .min(0)
      .max(100)
      .default(95)
      .describe('Smallest share of the names that must follow the convention, in per cent.'),
    pattern: pattern()
      .default('^([A-Z][A-Za-z0-9]*)( [A-Z][A-Za-z0-9]*)+$')
      .describe('Regular expression that the name of an event must match.'),
    lastWordPattern: pattern()
      .default('(ed|ing|Read|Sent|Begun|Seen|Shown|Built|Bought|Paid|Set|Lost|Won|Made|Put|Run|Left)$')
      .describe(
        'Regular expression for the last word of the name, or for the one before Up, In, Out, On, Off or Down.',
      ),
  }),
  controls: {
    soc2: ['PI1.2', 'CC2.1'],
    iso27001: ['A.5.13', 'A.8.9'],
    iso27701: [],
    gdpr: ['Art.5(1)(d)'],
    hipaa: [],
    nist80053: ['CM-6'],
    nistcsf: ['PR.PS-01'],
    pci: [],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const isShaped = toMatcher(params.pattern);
    const isAction = toMatcher(params.lastWordPattern);
    const seen = new Set<string>();
    const strange: { readonly name: string; readonly subject: string }[] = [];
    for await (const { id, data } of run.records('tracking-plan-rules')) {
      const name = textAt(data, 'key');
      if (textAt(data, 'type') !== 'TRACK' || name === null || name === '') continue;
      if (isDeprecated(data) || seen.has(name)) continue;
      seen.add(name);
      tally.saw();
      const isGood = isShaped(name) && isAction(actionOf(name)) && !DYNAMIC.test(name);
      if (!isGood) strange.push({ name, subject: subjectOf('tracking-plan-rules', id) });
    }
    if (seen.size === 0) return notApplicable('No tracking plan has an event.');
    const share = Math.floor((100 * (seen.size - strange.length)) / seen.size);
    if (share >= params.minPct) return undefined;
    // What was not read may follow the convention: the share is not known, and names that do not follow it are.
    const say = run.isWhole('tracking-plan-rules') ? tally.fail : tally.unknown;
    for (const { name, subject } of strange)
      say(subject, `${JSON.stringify(name)} does not follow the convention; ${share} % of ${seen.size} do.`);
    return undefined;
  },
});

/** An address, an id or a date: each of these is an event of its own, and may name a person. */
const DYNAMIC = /@|\d{4}|[0-9a-f]{8}-[0-9a-f]{4}/u;

const PARTICLES: ReadonlySet<string> = new Set(['Up', 'In', 'Out', 'On', 'Off', 'Down']);

function actionOf(name: string): string {
  const words = name.split(' ');
  const last = words.at(-1) ?? '';
  return PARTICLES.has(last) ? (words.at(-2) ?? '') : last;
}
