/**
 * Whether everybody who can log in still works here, by a file from HR or the identity provider. Of somebody whom the
 * file does not name nobody can tell, unless the policy says that it names everybody.
 */
import * as z from 'zod';
import { listAt, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { daysSinceDate, hasCome, INPUT_FILE, withoutInput } from '../facts/inputs.ts';
import { subjectOf } from '../subject.ts';

const ROSTER = 'input:roster';

export const check = toCheck({
  id: 'IAM-11',
  version: 1,
  title: 'Every member is in the roster and has not left',
  area: 'membership',
  severity: 'critical',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does everybody who can log in still work here, as HR or the identity provider says?',
  motivation:
    'People who leave must lose access at once. Segment cannot know who has left: somebody must compare its members with the company’s own list.',
  failsWhen:
    'By the roster, a member left more than graceDays ago. With absentIs: fail, also where the roster does not name a member.',
  notApplicableWhen: 'Not configured while no roster is given.',
  indeterminateWhen:
    'The roster is older than rosterMaxAgeDays or dated in the future, does not name a member, or contradicts itself about one.',
  remediation:
    'Remove the member, find out why leaving did not do it, and let the identity provider do so from now on.',
  falsePositives:
    'An address that has changed, or that the roster writes in another form; somebody with two rows.',
  reads: ['users', ROSTER],
  params: z.strictObject({
    graceDays: z.int().min(0).default(1).describe('Days after leaving within which access must end.'),
    rosterMaxAgeDays: z
      .int()
      .min(0)
      .default(7)
      .describe('Days after which a roster is too old to tell who works here.'),
    absentIs: z
      .enum(['unknown', 'fail'])
      .default('unknown')
      .describe('How a member whom the roster does not name is judged: unknown (nobody can tell) or fail.'),
    serviceAccounts: z
      .array(z.string())
      .default([])
      .describe('Addresses of accounts that belong to programs and are registered.'),
  }),
  controls: {
    soc2: ['CC6.2', 'CC6.3'],
    iso27001: ['A.5.18', 'A.6.5'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(3)(ii)(C)'],
    nist80053: ['AC-2', 'AC-2(3)', 'PS-4'],
    nistcsf: ['PR.AA-01'],
    pci: ['8.2.5'],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, { graceDays, rosterMaxAgeDays, absentIs, serviceAccounts }) => {
    const missing = withoutInput(run, 'roster');
    if (missing !== undefined) return missing;
    const roster = await readRoster(run);
    const doubt = doubtOf(roster.asOf, run.countedTo, rosterMaxAgeDays);
    if (doubt !== undefined) tally.unknown(subjectOf(ROSTER, INPUT_FILE), doubt);
    const registered = new Set(serviceAccounts.map((each) => each.toLowerCase()));
    for await (const { id, data } of run.records('users')) {
      tally.saw();
      if (registered.has((textAt(data, 'email') ?? '').toLowerCase())) continue;
      const [subject, person] = [subjectOf('users', id), roster.people.get(id)];
      const days = daysSinceDate(person?.leftOn ?? null, run.countedTo);
      if (person === undefined && absentIs === 'fail' && doubt === undefined)
        tally.fail(subject, 'The roster does not name this member.');
      else if (person === undefined) tally.unknown(subject, 'The roster does not name this member.');
      else if (person.status === 'unclear')
        tally.unknown(subject, 'The roster has this member both as active and as left.');
      else if (person.status === 'active' && (days ?? 0) > graceDays)
        tally.unknown(subject, `The roster has this member as active, and as left ${days} days ago.`);
      else if (person.status === 'left' && person.leftOn !== null && !hasCome(person.leftOn, run.countedTo))
        tally.unknown(subject, `The roster has this member as left, and as leaving on ${person.leftOn}.`);
      else if (person.status === 'left' && days === null) tally.fail(subject, 'Has left, by the roster.');
      else if (person.status === 'left' && days !== null && days > graceDays)
        tally.fail(subject, `Left ${days} days ago, by the roster.`);
    }
    return undefined;
  },
});

/** Returns why nothing can be told by a roster of a day; undefined where it can. */
function doubtOf(asOf: string | null, countedTo: string, maxAgeDays: number): string | undefined {
  const age = daysSinceDate(asOf, countedTo);
  if (asOf === null || age === null) return 'The roster does not say of which day it is.';
  if (!hasCome(asOf, countedTo)) return `The roster is of ${asOf}, a day that had not come.`;
  return age > maxAgeDays ? `The roster is ${age} days old.` : undefined;
}

interface Roster {
  readonly asOf: string | null;
  /** By user. */
  readonly people: ReadonlyMap<string, { readonly status: string | null; readonly leftOn: string | null }>;
}

async function readRoster(run: CheckedRun): Promise<Roster> {
  const people = new Map<string, { readonly status: string | null; readonly leftOn: string | null }>();
  let asOf: string | null = null;
  for await (const { id, data } of run.records(ROSTER)) {
    if (id === INPUT_FILE) asOf = textAt(data, 'asOf');
    const person = { status: textAt(data, 'status'), leftOn: textAt(data, 'leftOn') };
    for (const user of listAt(data, 'userIds') ?? []) if (typeof user === 'string') people.set(user, person);
  }
  return { asOf, people };
}
