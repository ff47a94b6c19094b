/**
 * Who is a member and may do nothing, for a long time. Segment does not say since when: that is counted from the first
 * run that saw it.
 */
import * as z from 'zod';
import { daysBetween } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { ACCESS, everybody, MINIMAL, rolesOf } from '../facts/people.ts';

export const check = toCheck({
  id: 'IAM-15',
  version: 1,
  title: 'Every member has access to something',
  area: 'membership',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'optional',
  question: 'Does every member have access to something?',
  motivation:
    'A member without access is left over from something. The account still works, and a role given by mistake makes it matter.',
  failsWhen:
    'It never fails. It warns of a member who has had no role but minimalRoleNames for more than residualDays.',
  indeterminateWhen:
    'Segment gave no permissions of a user; or a member had no access already in the first run, and that was not more than residualDays ago.',
  remediation: 'Remove the member from the workspace.',
  falsePositives: 'People whom the identity provider has made and who wait for their groups.',
  reads: ACCESS,
  params: z.strictObject({
    residualDays: z.int().min(0).default(60).describe('Days for which a member may have no access.'),
    minimalRoleNames: z
      .array(z.string())
      .default([...MINIMAL])
      .describe('Names of the roles that allow nothing by themselves.'),
  }),
  controls: {
    soc2: ['CC6.2'],
    iso27001: ['A.5.18'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(3)(ii)(B)'],
    nist80053: ['AC-2'],
    nistcsf: ['PR.AA-01'],
    pci: ['7.2.4'],
    ccpa: [],
  },
  ask: async (run, tally, { residualDays, minimalRoleNames }) => {
    for await (const person of everybody(run)) {
      if (!person.isListed) continue;
      tally.saw();
      if ([...rolesOf(person)].some((role) => !minimalRoleNames.includes(role))) continue;
      if (person.isUnclear) tally.unknown(person.subject, 'What this member may do is not known.');
      if (person.unknown.length > 0) continue;
      const { at, isLowerBound } = tally.since(person.subject);
      const days = daysBetween(at, run.countedTo) ?? 0;
      if (days > residualDays)
        tally.warn(person.subject, `Has had access to nothing for ${days} days or more.`);
      else if (isLowerBound)
        tally.unknown(
          person.subject,
          `Has access to nothing, and did when this was first asked, ${days} days ago.`,
        );
    }
    return undefined;
  },
});
