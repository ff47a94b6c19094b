/**
 * What share of the people who have access own the workspace, directly or through a group.
 */
import * as z from 'zod';
import { OWNER } from '../../evidence/records/grants.ts';
import { notApplicable, toCheck } from '../check.ts';
import { ACCESS, everybody, holdsOne } from '../facts/people.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-02',
  version: 1,
  title: 'The share of people who own the workspace is within bounds',
  area: 'membership',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Do only a few of the people who have access own the workspace?',
  motivation:
    'Whoever owns the workspace can do everything in it. Where many own it, access is in effect not limited at all.',
  failsWhen:
    'More than maxOwnerRatio of the people who have access hold a role of ownerRoleNames, directly or through a group.',
  notApplicableWhen: 'Fewer than minUsers people have access.',
  indeterminateWhen:
    'Segment gave no permissions of a user or a group, or a member of a group is not in the list of users, and the answer depends on it.',
  remediation: 'Grant the roles that people need for their tasks through groups, in place of ownership.',
  falsePositives:
    'In a small team nearly everybody may administer the workspace: set minUsers or maxOwnerRatio.',
  reads: ACCESS,
  params: z.strictObject({
    maxOwnerRatio: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe('Largest share of people who may own the workspace, from 0 to 1.'),
    minUsers: z.int().min(0).default(10).describe('Fewest people for whom the question is asked.'),
    ownerRoleNames: z
      .array(z.string())
      .default([OWNER])
      .describe('Names of the roles that own the workspace.'),
  }),
  controls: {
    soc2: ['CC6.3'],
    iso27001: ['A.8.2', 'A.5.18'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(3)(i)'],
    nist80053: ['AC-6', 'AC-6(5)'],
    nistcsf: ['PR.AA-05'],
    pci: ['7.2.2'],
    ccpa: [],
  },
  ask: async (run, tally, { maxOwnerRatio, minUsers, ownerRoleNames }) => {
    let [people, owners, possible] = [0, 0, 0];
    for await (const person of everybody(run)) {
      tally.saw();
      people += 1;
      if (holdsOne(person, ownerRoleNames)) owners += 1;
      else if (person.unknown.length > 0) possible += 1;
    }
    // A share of a part of the people says nothing.
    if (!run.isWhole('users')) return undefined;
    if (people < minUsers) return notApplicable(`Fewer than ${minUsers} people have access: ${people}.`);
    const most = maxOwnerRatio * people;
    if (owners > most) tally.fail(WORKSPACE, `${owners} of ${people} people own it.`);
    else if (owners + possible > most)
      tally.unknown(WORKSPACE, `${owners} of ${people} people own it; of ${possible} nobody can tell.`);
    return undefined;
  },
});
