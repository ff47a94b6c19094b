/**
 * Whether whoever may change much has changed something lately. Segment does not say who logged in, so who only looks
 * seems dormant: it warns, and never fails.
 */
import * as z from 'zod';
import { brings } from '../../evidence/changes/event-kinds.ts';
import { daysBetween } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { pattern, toMatcher } from '../facts/pattern.ts';
import { ACCESS, everybody, rolesOf } from '../facts/people.ts';
import { coveredSince, eventsOf, hasNoTrail, TRAIL, timeText } from '../facts/trail.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'IAM-13',
  version: 1,
  title: 'Every privileged member shows recorded change activity',
  area: 'membership',
  severity: 'medium',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Has everybody with far-reaching rights used them lately?',
  motivation:
    'Rights that nobody uses are rights that nobody would miss, and that somebody else may use unnoticed.',
  failsWhen:
    'It never fails. It warns of a privileged member, known for longer than dormantDays, of whom the audit trail has no event in that time.',
  notApplicableWhen: 'The workspace has no audit trail.',
  indeterminateWhen: 'The trail has not been read for dormantDays yet.',
  remediation: 'Ask the member’s manager whether the role is still needed, and take it away where it is not.',
  falsePositives: 'A person who only looks at things leaves no event, and seems inactive.',
  reads: [...ACCESS, TRAIL],
  params: z.strictObject({
    dormantDays: z
      .int()
      .min(1)
      .default(90)
      .describe('Days without a recorded change after which somebody should ask.'),
    privilegedRolePattern: pattern()
      .default('(Owner|Admin)$')
      .describe(
        'What is in the name of a far-reaching role. A regular expression; upper and lower case are alike.',
      ),
  }),
  controls: {
    soc2: ['CC6.2'],
    iso27001: ['A.5.18'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(3)(ii)(C)'],
    nist80053: ['AC-2(3)', 'AC-6(7)'],
    nistcsf: ['PR.AA-05'],
    pci: ['8.2.6'],
    ccpa: [],
  },
  ask: async (run, tally, { dormantDays, privilegedRolePattern }) => {
    if (hasNoTrail(run))
      return notApplicable('The workspace has no audit trail that would tell of activity.');
    const privileged = toMatcher(privilegedRolePattern, 'iu');
    const [covered, told] = [coveredSince(run, tally), await readTold(run, tally)];
    const isRecent = (at: string | undefined) =>
      at !== undefined && (daysBetween(at, run.countedTo) ?? 0) < dormantDays;
    for await (const person of everybody(run)) {
      if (![...rolesOf(person)].some((role) => privileged(role))) continue;
      tally.saw();
      const { subject } = person;
      const names = [person.id, person.address].filter((each) => each !== '');
      const acted = last([
        tally.kept.get(`${ACTED}${subject}`),
        ...names.map((name) => told.acted.get(name)),
      ]);
      const came = last([tally.kept.get(`${CAME}${subject}`), ...names.map((name) => told.came.get(name))]);
      if (acted !== undefined) tally.keep(`${ACTED}${subject}`, acted);
      if (came !== undefined) tally.keep(`${CAME}${subject}`, came);
      const seen = tally.since(subject);
      const isNew = isRecent(came) || (!seen.isLowerBound && isRecent(seen.at));
      if (isRecent(acted) || isNew) continue;
      if (covered === undefined || isRecent(covered) || !told.isAnything)
        tally.unknown(subject, 'No recorded change activity; the trail does not tell of all that time.');
      else tally.warn(subject, `No recorded change activity in ${dormantDays} days.`);
    }
    return undefined;
  },
});

const [ACTED, CAME, NEWEST] = ['acted ', 'came ', 'newest event'];

/** What the trail tells of people, by id or address: when they last did something, and when they came. */
async function readTold(run: CheckedRun, tally: Tally) {
  const [acted, came] = [new Map<string, string>(), new Map<string, string>()];
  let newest = tally.kept.get(NEWEST);
  const note = (notes: Map<string, string>, name: string, at: string) =>
    notes.set(name.toLowerCase(), last([notes.get(name.toLowerCase()), at]) ?? at);
  for await (const event of eventsOf(run, tally)) {
    const at = timeText(event);
    newest = last([newest, at]);
    for (const name of [event.actorId, event.actor]) note(acted, name, at);
    if (brings(event)) for (const name of [event.resourceId, event.resourceName]) note(came, name, at);
  }
  if (newest !== undefined) tally.keep(NEWEST, newest);
  return { acted, came, isAnything: newest !== undefined };
}

/** Returns the latest of some instants. */
const last = (instants: readonly (string | undefined)[]): string | undefined =>
  instants
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
