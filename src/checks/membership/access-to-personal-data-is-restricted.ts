/**
 * How many people see personal data in clear: holders of the role for it, and owners, who see it by default. Where no
 * role has such a name, nobody can tell beyond owners.
 */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { OWNER } from '../../evidence/records/grants.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { pattern, toMatcher } from '../facts/pattern.ts';
import { ACCESS, everybody, holdsOne, type Person, rolesOf } from '../facts/people.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-14',
  version: 1,
  title: 'Only so many people can see personal data unmasked',
  area: 'membership',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is the number of people who can see personal data unmasked small enough?',
  motivation:
    'Segment masks personal data for those who need not see it. Everybody who sees it unmasked is one more person from whom it can leak.',
  failsWhen:
    'More than maxPiiReaders people own the workspace or hold a role whose name fits piiRolePattern.',
  indeterminateWhen:
    'No role of the workspace has a name that fits piiRolePattern, or permissions were not given and the answer depends on them.',
  remediation:
    'Take the role away from those who can work with masked data, and reduce the number of owners.',
  falsePositives: 'The name of a role fits by chance.',
  reads: ACCESS,
  params: z.strictObject({
    maxPiiReaders: z
      .int()
      .min(0)
      .default(5)
      .describe('Most people who may see personal data unmasked, owners among them.'),
    piiRolePattern: pattern()
      .default('PII')
      .describe(
        'What is in the name of a role that shows personal data. A regular expression; upper and lower case are alike.',
      ),
    ownerRoleNames: z
      .array(z.string())
      .default([OWNER])
      .describe('Names of the roles that own the workspace.'),
  }),
  controls: {
    soc2: ['CC6.1', 'C1.1', 'P4.1'],
    iso27001: ['A.8.3', 'A.8.11', 'A.5.34'],
    iso27701: ['7.4.2'],
    gdpr: ['Art.25', 'Art.32'],
    hipaa: ['164.502(b)', '164.514(d)'],
    nist80053: ['AC-3', 'AC-6', 'PT-2'],
    nistcsf: ['PR.AA-05'],
    pci: ['7.2.2', '3.4.1'],
    ccpa: ['1798.121'],
  },
  ask: async (run, tally, { maxPiiReaders, piiRolePattern, ownerRoleNames }) => {
    const shows = toMatcher(piiRolePattern, 'iu');
    const isReader = (person: Person) =>
      holdsOne(person, ownerRoleNames) || [...rolesOf(person)].some((role) => shows(role));
    let [readers, possible] = [0, 0];
    for await (const person of everybody(run)) {
      tally.saw();
      if (isReader(person)) readers += 1;
      else if (person.unknown.length > 0) possible += 1;
    }
    if (readers > maxPiiReaders)
      for await (const { subject } of everybody(run, isReader))
        tally.fail(
          subject,
          `One of ${readers} who see personal data unmasked; at most ${maxPiiReaders} are allowed.`,
        );
    else if (readers + possible > maxPiiReaders)
      tally.unknown(WORKSPACE, `${readers} see it unmasked; of ${possible} nobody can tell.`);
    else if (!(await hasRole(run, shows)))
      tally.unknown(
        WORKSPACE,
        'No role has such a name: only owners are known to see it, and there may be others.',
      );
    return undefined;
  },
});

async function hasRole(run: CheckedRun, shows: (name: string) => boolean): Promise<boolean> {
  for await (const { data } of run.records('roles')) if (shows(textAt(data, 'name') ?? '')) return true;
  return false;
}
