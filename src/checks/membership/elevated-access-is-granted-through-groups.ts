/**
 * Whether access comes through groups, or by hand to one person after the other. What a user is listed with that a
 * group of theirs gives as well counts as given by the group.
 */
import * as z from 'zod';
import { notApplicable, toCheck } from '../check.ts';
import { ACCESS, everybody, MINIMAL, ownGrants, type Person } from '../facts/people.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-03',
  version: 2,
  title: 'Elevated access is granted through groups, not directly',
  area: 'membership',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Do people hold their roles through groups, rather than directly?',
  motivation:
    'Access through a group ends when the person leaves the group, whether by hand or by the identity provider. A role given to one person directly is easily forgotten.',
  failsWhen:
    'More than maxDirectPct per cent of the users hold a role directly that is not one of minimalRoleNames. Each of them is an exception. A role that one of their groups gives as well does not count as held directly.',
  notApplicableWhen: 'Fewer than minUsers people have access.',
  indeterminateWhen:
    'Segment gave no permissions of a user or of a group of theirs, and the answer depends on it.',
  remediation:
    'Make a group for each task, best filled by the identity provider, give it the role, and take away the direct grants.',
  falsePositives: 'The company’s Segment plan has no groups: say so under notApplicable.',
  reads: ACCESS,
  params: z.strictObject({
    maxDirectPct: z
      .number()
      .min(0)
      .max(100)
      .default(20)
      .describe('Largest share of users who may hold such a role directly, in per cent.'),
    minimalRoleNames: z
      .array(z.string())
      .default([...MINIMAL])
      .describe('Names of the roles that allow nothing by themselves.'),
    minUsers: z.int().min(0).default(10).describe('Fewest people for whom the question is asked.'),
  }),
  controls: {
    soc2: ['CC6.2', 'CC6.3'],
    iso27001: ['A.5.15', 'A.5.18'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(4)(ii)(B)'],
    nist80053: ['AC-2', 'AC-3', 'AC-6'],
    nistcsf: ['PR.AA-05'],
    pci: ['7.2.1', '7.2.3'],
    ccpa: [],
  },
  ask: async (run, tally, { maxDirectPct, minimalRoleNames, minUsers }) => {
    let [users, holders, unclear] = [0, 0, 0];
    for await (const person of everybody(run)) {
      if (!person.isListed) continue;
      tally.saw();
      users += 1;
      const roles = elevated(person, minimalRoleNames);
      if (roles === undefined) unclear += 1;
      else if (roles.length > 0) holders += 1;
    }
    if (!run.isWhole('users')) return undefined;
    if (users < minUsers) return notApplicable(`Fewer than ${minUsers} people have access: ${users}.`);
    const most = (maxDirectPct / 100) * users;
    if (holders > most)
      for await (const person of everybody(run)) {
        const roles = elevated(person, minimalRoleNames) ?? [];
        if (person.isListed && roles.length > 0)
          tally.fail(person.subject, `Holds directly, through no group: ${roles.join(', ')}.`);
      }
    else if (holders + unclear > most)
      tally.unknown(WORKSPACE, `${holders} of ${users} hold a role directly; of ${unclear} nobody can tell.`);
    return undefined;
  },
});

/** Names of the roles that a person holds by themselves and that allow something; undefined where nobody can tell. */
function elevated(person: Person, minimal: readonly string[]): readonly string[] | undefined {
  const own = ownGrants(person)?.filter(({ role }) => !minimal.includes(role));
  return own && [...new Set(own.map(({ role }) => role))];
}
