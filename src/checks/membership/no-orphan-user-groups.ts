/**
 * Whether each group gives something to somebody. A group that only waits for people who are invited into it is in use.
 */
import * as z from 'zod';
import { listAt, numberAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-07',
  version: 1,
  title: 'Every user group has members and permissions',
  area: 'membership',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does every user group have members, and give them some access?',
  motivation:
    'A group that has no members, or gives nothing, is left over from something. A person who is added to it later gets access that nobody remembers.',
  failsWhen: 'Nobody is in a group or invited into it, or it gives no permissions.',
  notApplicableWhen: 'The workspace has no groups.',
  indeterminateWhen: 'Segment gave no permissions of a group.',
  remediation: 'Delete the group, or give it the members and permissions that it is for.',
  falsePositives: 'An identity provider has made a group in advance: name it in ignoreGroups.',
  reads: ['groups', 'group-members', 'group-invites'],
  params: z.strictObject({
    ignoreGroups: z
      .array(z.string())
      .default([])
      .describe('Names or ids of groups that are not asked about.'),
  }),
  controls: {
    soc2: ['CC6.2', 'CC6.3'],
    iso27001: ['A.5.18'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: [],
    nist80053: ['AC-2'],
    nistcsf: ['PR.AA-05'],
    pci: ['7.2.4'],
    ccpa: [],
  },
  ask: async (run, tally, { ignoreGroups }) => {
    const inUse = await groupsInUse(run);
    for await (const { id, data } of run.records('groups')) {
      const name = textAt(data, 'name') ?? '';
      if (ignoreGroups.includes(id) || ignoreGroups.includes(name)) continue;
      tally.saw();
      const subject = subjectOf('groups', id);
      const permissions = listAt(data, 'permissions');
      const members = numberAt(data, 'memberCount');
      const isEmpty = (members ?? 0) === 0 && !inUse.has(id);
      const isSure = run.isWhole('group-invites') && (members === 0 || run.isWhole('group-members'));
      if (permissions?.length === 0) tally.fail(subject, 'It gives no permissions.');
      else if (isEmpty && isSure) tally.fail(subject, 'Nobody is in it or invited into it.');
      else if (isEmpty)
        tally.unknown(subject, 'Nobody is known to be in it; who is in it or invited was not read whole.');
      else if (permissions === undefined) tally.unknown(subject, 'Segment gave no permissions of it.');
    }
    if (run.isWhole('groups') && run.count('groups') === 0)
      return notApplicable('The workspace has no groups.');
    return undefined;
  },
});

/** Ids of the groups that somebody is in, or invited into. */
async function groupsInUse(run: CheckedRun): Promise<ReadonlySet<string | undefined>> {
  const inUse = new Set<string | undefined>();
  for (const resource of ['group-members', 'group-invites'])
    for await (const { parent } of run.records(resource)) inUse.add(parent?.['groupId']);
  return inUse;
}
