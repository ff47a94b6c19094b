/**
 * Whether every list was read to its end, and holds as many as Segment says there are. Groups are counted anew: Segment says
 * of each how many members it has.
 */
import * as z from 'zod';
import { numberAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { EVERY_RESOURCE, expectedEntries } from '../facts/expected-resources.ts';
import { subjectOf, WORKSPACE } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'EVD-02',
  version: 2,
  title: 'Populations are complete',
  area: 'evidence',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does every list hold everything that Segment has?',
  motivation: 'A sample of an incomplete list proves nothing about what is missing in it.',
  failsWhen:
    'A list was not read to its end, its length is not the number that Segment gives, or a group has another number of members than Segment says.',
  indeterminateWhen: 'A resource that should be read could not be.',
  remediation: 'Run again; give the token the role that is missing.',
  falsePositives: 'Something changed while the run was reading.',
  reads: [],
  uses: EVERY_RESOURCE,
  params: z.strictObject({
    tolerance: z
      .int()
      .min(0)
      .default(0)
      .describe('By how many members a group may differ from the number that Segment gives.'),
  }),
  toldAs: [
    'collection-incomplete',
    'scope-gap',
    'field-hidden',
    'token-refused',
    'token-unavailable',
    'wrong-region',
    'wrong-workspace',
  ],
  controls: {
    soc2: ['CC2.1', 'PI1.4'],
    iso27001: ['A.5.28'],
    iso27701: [],
    gdpr: ['Art.5(2)'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['SI-7', 'AU-12'],
    nistcsf: ['ID.AM-02'],
    pci: ['12.5.2'],
    ccpa: [],
  },
  ask: async (run, tally, { tolerance }) => {
    for (const { name, outcome, reason, completeness } of expectedEntries(run)) {
      tally.saw();
      const broken = completeness?.rules.find(({ holds }) => !holds);
      const why = broken?.detail ?? broken?.rule ?? reason ?? outcome;
      if (outcome === 'partial') tally.fail(WORKSPACE, `${name} was read in part: ${why}.`);
      else if (outcome !== 'complete') tally.unknown(WORKSPACE, `${name} was not read: ${why}.`);
    }
    await compareMembers(run, tolerance, tally);
    return undefined;
  },
});

async function compareMembers(run: CheckedRun, tolerance: number, tally: Tally): Promise<void> {
  const counted = ['groups', 'group-members', 'group-invites'];
  if (!counted.every((resource) => run.isWhole(resource))) return;
  const members = await countByGroup(run, 'group-members');
  const invited = await countByGroup(run, 'group-invites');
  for await (const { id, data } of run.records('groups')) {
    const said = numberAt(data, 'memberCount');
    const listed = members.get(id) ?? 0;
    // Segment does not say whether it counts who is only invited.
    const isSame = [listed, listed + (invited.get(id) ?? 0)].some(
      (each) => said === null || Math.abs(each - said) <= tolerance,
    );
    if (!isSame)
      tally.fail(subjectOf('groups', id), `Segment says that it has ${said} members, and lists ${listed}.`);
  }
}

async function countByGroup(run: CheckedRun, resource: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const { parent } of run.records(resource)) {
    const group = parent?.['groupId'] ?? '';
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
