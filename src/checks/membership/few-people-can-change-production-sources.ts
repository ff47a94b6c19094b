/**
 * How many people may change a source that bears the label of production, by any grant that reaches it.
 */
import * as z from 'zod';
import { type Grant, OWNER } from '../../evidence/records/grants.ts';
import { notApplicable, toCheck } from '../check.ts';
import { ACCESS, everybody, type Person } from '../facts/people.ts';
import { labelled, reachesSource } from '../facts/reach.ts';
import { WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-09',
  version: 1,
  title: 'Only so many people can change production sources',
  area: 'membership',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is the number of people who can change what production sends small enough?',
  motivation:
    'Whoever changes a production source changes what data is collected of real customers, and where it goes.',
  failsWhen:
    'More than maxProdWriters people hold a role of writeRoles that reaches a source with the label of production.',
  notApplicableWhen: 'No source bears the label of production.',
  indeterminateWhen:
    'Segment gave no permissions of a user or a group, or a member of a group is not in the list of users, and the answer depends on it.',
  remediation: 'Grant the role through a group for production alone, with members who are named.',
  falsePositives: 'Production sources bear another label: set prodLabel.',
  reads: [...ACCESS, 'sources'],
  params: z.strictObject({
    prodLabel: z
      .strictObject({ key: z.string(), value: z.array(z.string()) })
      .default({ key: 'environment', value: ['prod', 'production'] })
      .describe(
        'The label that production sources bear: its key and values; upper and lower case are alike.',
      ),
    maxProdWriters: z.int().min(0).default(10).describe('Most people who may change a production source.'),
    writeRoles: z
      .array(z.string())
      .default([OWNER, 'Source Admin'])
      .describe('Names of the roles that may change sources.'),
  }),
  controls: {
    soc2: ['CC6.1', 'CC6.3'],
    iso27001: ['A.5.15', 'A.8.3', 'A.8.31'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.308(a)(4)(ii)(B)'],
    nist80053: ['AC-3', 'AC-5', 'AC-6'],
    nistcsf: ['PR.AA-05'],
    pci: ['6.5.4', '7.2.2'],
    ccpa: [],
  },
  ask: async (run, tally, { prodLabel, maxProdWriters, writeRoles }) => {
    const production = await labelled(run, prodLabel);
    if (production.length === 0 && run.isWhole('sources'))
      return notApplicable(`No source bears the label ${prodLabel.key} of production.`);
    const reaches = (grant: Grant) =>
      writeRoles.includes(grant.role) && production.some((source) => reachesSource(grant, source));
    const isWriter = (person: Person) => person.grants.some(reaches);
    let [writers, possible] = [0, 0];
    for await (const person of everybody(run)) {
      tally.saw();
      if (isWriter(person)) writers += 1;
      else if (person.unknown.length > 0) possible += 1;
    }
    if (writers > maxProdWriters)
      for await (const { subject } of everybody(run, isWriter))
        tally.fail(
          subject,
          `One of ${writers} who can change production sources; at most ${maxProdWriters} are allowed.`,
        );
    else if (writers + possible > maxProdWriters)
      tally.unknown(WORKSPACE, `${writers} can change production sources; of ${possible} nobody can tell.`);
    return undefined;
  },
});
