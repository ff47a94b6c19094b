/**
 * Whether one person holds two roles that should check each other. Owners can do everything anyway: they are counted in
 * a note.
 */
import * as z from 'zod';
import { OWNER } from '../../evidence/records/grants.ts';
import { counted } from '../../evidence/records/members.ts';
import { notApplicable, toCheck } from '../check.ts';
import { ACCESS, everybody, holdsOne, rolesOf } from '../facts/people.ts';

export const check = toCheck({
  id: 'IAM-10',
  version: 1,
  title: 'Nobody but owners holds two roles that should be apart',
  area: 'membership',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Are roles that should check each other held by different people?',
  motivation:
    'A person who both plans what may be collected and changes what is collected can make a mistake, or commit a fraud, that nobody else sees.',
  failsWhen:
    'Somebody who does not own the workspace holds both roles of a pair of toxicPairs, directly or through groups.',
  notApplicableWhen: 'Fewer than minUsers people have access.',
  indeterminateWhen:
    'Segment gave no permissions of a user or a group, or a member of a group is not in the list of users.',
  remediation:
    'Take one of the two roles away, or record a review that makes up for it and accept the exception in a waiver.',
  falsePositives: 'The two roles are about different sources; roles that go by other names are not known.',
  reads: ACCESS,
  params: z.strictObject({
    toxicPairs: z
      .array(z.tuple([z.string(), z.string()]))
      .default([
        ['Tracking Plan Admin', 'Source Admin'],
        ['Function Admin', 'Source Admin'],
        ['End User Privacy Admin', 'Source Admin'],
      ])
      .describe('Pairs of roles, by name, that nobody should hold together.'),
    minUsers: z.int().min(0).default(4).describe('Fewest people for whom the question is asked.'),
    ownerRoleNames: z
      .array(z.string())
      .default([OWNER])
      .describe('Names of the roles that own the workspace.'),
  }),
  controls: {
    soc2: ['CC5.1', 'CC6.3'],
    iso27001: ['A.5.3'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(3)(ii)(A)'],
    nist80053: ['AC-5'],
    nistcsf: ['PR.AA-05'],
    pci: ['6.5.4'],
    ccpa: [],
  },
  ask: async (run, tally, { toxicPairs, minUsers, ownerRoleNames }) => {
    let [people, owners] = [0, 0];
    // Until there are enough people, nobody knows whether the question is asked at all.
    const waiting: (() => void)[] = [];
    const tell = (exception: () => void) => {
      waiting.push(exception);
      if (people >= minUsers) for (const each of waiting.splice(0)) each();
    };

    for await (const person of everybody(run)) {
      tally.saw();
      people += 1;
      const roles = rolesOf(person);
      const pair = toxicPairs.find((each) => each.every((role) => roles.has(role)));
      if (holdsOne(person, ownerRoleNames)) owners += 1;
      else if (pair !== undefined)
        tell(() => tally.fail(person.subject, `Holds both ${pair[0]} and ${pair[1]}.`));
      else if (person.isUnclear)
        tell(() => tally.unknown(person.subject, 'Not all that this one may do is known.'));
    }
    if (run.isWhole('users') && people < minUsers)
      return notApplicable(`Fewer than ${minUsers} people have access: ${people}.`);
    for (const each of waiting) each();
    if (owners > 0) tally.note(`${counted(owners, 'owner')} can do all of it.`);
    return undefined;
  },
});
