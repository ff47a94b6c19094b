/**
 * Whether everybody who can log in still works here, by a file from HR or the identity provider. Of somebody whom the
 * file does not name nobody can tell, unless the policy says that it names everybody.
 */
import * as z from 'zod';
import { listAt, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { daysSinceDate, INPUT_FILE, withoutInput } from '../facts/inputs.ts';
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
  question: 'Does everybody who can log in still work here, by the word of HR or the identity provider?',
  motivation:
    'Whoever leaves must lose access at once. That Segment itself cannot know: somebody must hold its members against those of the company.',
  failsWhen:
    'A member left more than graceDays ago, by the roster. With absentIs: fail, also where the roster does not name them.',
  notApplicableWhen: 'Not configured while no roster is given.',
  indeterminateWhen: 'The roster is older than rosterMaxAgeDays, or does not name a member.',
  remediation:
    'Remove the member, find out why leaving did not do it, and let the identity provider do so from now on.',
  falsePositives:
    'Addresses or names that have changed and that the roster has in another form; somebody with two rows.',
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
      .describe('What a member is whom the roster does not name.'),
    serviceAccounts: z
      .array(z.string())
      .default([])
      .describe('Addresses of registered identities of programs.'),
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
    const age = daysSinceDate(roster.asOf, run.countedTo);
    const isOld = age === null || age > rosterMaxAgeDays;
    if (isOld)
      tally.unknown(
        subjectOf(ROSTER, INPUT_FILE),
        age === null ? 'The roster does not say of which day it is.' : `The roster is ${age} days old.`,
      );
    const registered = new Set(serviceAccounts.map((each) => each.toLowerCase()));
    for await (const { id, data } of run.records('users')) {
      tally.saw();
      if (roster.active.has(id) || registered.has((textAt(data, 'email') ?? '').toLowerCase())) continue;
      const [subject, leftOn] = [subjectOf('users', id), roster.left.get(id)];
      const days = daysSinceDate(leftOn ?? null, run.countedTo);
      if (leftOn === undefined && absentIs === 'fail' && !isOld && run.isWhole(ROSTER))
        tally.fail(subject, 'The roster does not name this member.');
      else if (leftOn === undefined) tally.unknown(subject, 'The roster does not name this member.');
      else if (days === null) tally.fail(subject, 'Has left, by the roster.');
      else if (days > graceDays) tally.fail(subject, `Left ${days} days ago, by the roster.`);
    }
    return undefined;
  },
});

interface Roster {
  readonly asOf: string | null;
  readonly active: ReadonlySet<string>;
  /** By user: the day on which they left; empty where the roster does not say. */
  readonly left: ReadonlyMap<string, string>;
}

async function readRoster(run: CheckedRun): Promise<Roster> {
  const active = new Set<string>();
  const left = new Map<string, string>();
  let asOf: string | null = null;
  for await (const { id, data } of run.records(ROSTER)) {
    if (id === INPUT_FILE) asOf = textAt(data, 'asOf');
    for (const user of listAt(data, 'userIds') ?? []) {
      if (typeof user !== 'string') continue;
      if (textAt(data, 'status') === 'active') active.add(user);
      else left.set(user, textAt(data, 'leftOn') ?? '');
    }
  }
  return { asOf, active, left };
}
