/**
 * Whether somebody administers all of a kind, with no label that narrows it: also what is made tomorrow. Owners are
 * asked about elsewhere.
 */
import * as z from 'zod';
import type { Grant } from '../../evidence/records/grants.ts';
import { readGroups } from '../../evidence/records/members.ts';
import { readNames } from '../../evidence/records/names.ts';
import { toCheck } from '../check.ts';
import { ACCESS, everybody, ownGrants } from '../facts/people.ts';
import { isOnEverything } from '../facts/reach.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-08',
  version: 1,
  title: 'Nobody administers all sources, functions or spaces at once',
  area: 'membership',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is every administrator’s role limited to some sources, functions or spaces, by name or label?',
  motivation:
    'A role over all of them also covers whatever is made tomorrow, production included, without anybody granting it.',
  failsWhen:
    'More than maxGrants users or groups hold a role of adminRoles on the whole workspace, narrowed by no label. What a group gives its members is held by the group alone.',
  indeterminateWhen: 'Segment gave no permissions of a user or a group.',
  remediation:
    'Limit the grant to the sources, functions or spaces that are needed, or by a label such as environment:prod.',
  falsePositives: 'A platform team that rightly administers all: accept it in a waiver, or set maxGrants.',
  reads: ACCESS,
  params: z.strictObject({
    adminRoles: z
      .array(z.string())
      .default(['Source Admin', 'Function Admin', 'Unify and Engage Admin'])
      .describe('Names of the roles that administer one kind of thing.'),
    maxGrants: z
      .int()
      .min(0)
      .default(0)
      .describe('Most users and groups that may hold one of them on everything.'),
  }),
  controls: {
    soc2: ['CC6.3'],
    iso27001: ['A.5.15', 'A.8.3'],
    iso27701: [],
    gdpr: ['Art.32', 'Art.25'],
    hipaa: ['164.308(a)(4)(ii)(C)'],
    nist80053: ['AC-3', 'AC-6'],
    nistcsf: ['PR.AA-05'],
    pci: ['7.2.2'],
    ccpa: [],
  },
  ask: async (run, tally, { adminRoles, maxGrants }) => {
    const found: { readonly subject: string; readonly roles: string }[] = [];
    const look = (subject: string, grants: readonly Grant[] | undefined) => {
      tally.saw();
      const wide = (grants ?? []).filter((grant) => adminRoles.includes(grant.role) && isOnEverything(grant));
      const roles = [...new Set(wide.map(({ role }) => role))].join(', ');
      if (grants === undefined) tally.unknown(subject, 'Segment gave no permissions of it.');
      else if (roles !== '') found.push({ subject, roles });
    };
    for await (const person of everybody(run)) if (person.isListed) look(person.subject, ownGrants(person));
    const groups = await readGroups(run, await readNames(run, ['roles']));
    for (const { id, grants } of groups.values()) look(subjectOf('groups', id), grants);
    if (found.length > maxGrants)
      for (const { subject, roles } of found)
        tally.fail(subject, `Has ${roles} on everything, narrowed by no label.`);
    return undefined;
  },
});
