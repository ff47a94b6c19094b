/**
 * How many people own the workspace, directly or through a group. An owner can do everything, also hand out access: too
 * many are a risk, and with one alone nobody can help when that person is gone.
 */
import * as z from 'zod';
import { OWNER } from '../../evidence/records/grants.ts';
import { toCheck } from '../check.ts';
import { ACCESS, everybody, holdsOne } from '../facts/people.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-01',
  version: 1,
  title: 'The number of workspace owners is within bounds',
  area: 'membership',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is the number of people who own the workspace neither too small nor too large?',
  motivation:
    'An owner can change everything and hand out access. Each further owner is one more account that can be stolen; a single owner leaves nobody to help.',
  failsWhen:
    'Fewer than minOwners or more than maxOwners people hold a role of ownerRoleNames, directly or through a group.',
  indeterminateWhen:
    'Segment gave no permissions of a user or a group, or a member of a group is not in the list of users, and the number depends on it.',
  remediation:
    'Move surplus owners into groups with the roles that they need; keep at least two for continuity.',
  falsePositives: 'A program’s account that owns the workspace counts as a person.',
  reads: ACCESS,
  params: z.strictObject({
    minOwners: z.int().min(0).default(2).describe('Fewest people who may own the workspace.'),
    maxOwners: z.int().min(0).default(5).describe('Most people who may own the workspace.'),
    ownerRoleNames: z
      .array(z.string())
      .default([OWNER])
      .describe('Names of the roles that own the workspace.'),
  }),
  controls: {
    soc2: ['CC6.1', 'CC6.3'],
    iso27001: ['A.5.15', 'A.5.18', 'A.8.2'],
    iso27701: ['6.6.2'],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(4)(ii)(C)', '164.312(a)(1)'],
    nist80053: ['AC-2', 'AC-2(7)', 'AC-6', 'AC-6(5)'],
    nistcsf: ['PR.AA-05'],
    pci: ['7.2.1', '7.2.2'],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, { minOwners, maxOwners, ownerRoleNames }) => {
    let [owners, possible] = [0, 0];
    for await (const person of everybody(run)) {
      tally.saw();
      if (holdsOne(person, ownerRoleNames)) owners += 1;
      else if (person.unknown.length > 0) possible += 1;
    }
    const most = owners + possible;
    if (owners > maxOwners)
      for await (const { subject } of everybody(run, (person) => holdsOne(person, ownerRoleNames)))
        tally.fail(subject, `One of ${owners} owners; at most ${maxOwners} are allowed.`);
    // Whoever was not read may own it too, by a role of any name: too few are found only where all of it was read.
    else if (most < minOwners && run.isWhole('users') && run.isWhole('roles'))
      tally.fail(WORKSPACE, `${owners} owners; at least ${minOwners} are needed.`);
    else if (owners < minOwners || most > maxOwners)
      tally.unknown(WORKSPACE, `${owners} owners are known; of ${possible} users nobody can tell.`);
    return undefined;
  },
});
