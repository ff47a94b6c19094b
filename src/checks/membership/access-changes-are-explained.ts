/**
 * Whether each change of who has access, since the reading before, has an event in the audit trail that tells of it.
 */
import * as z from 'zod';
import { notApplicable, toCheck } from '../check.ts';
import type { Change } from '../checked-run.ts';
import { isNotAsked, judgeChange, readChanges } from '../facts/compared.ts';
import { hasNoTrail, TRAIL } from '../facts/trail.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'IAM-12',
  version: 1,
  title: 'Every change of access is explained by an audit event',
  area: 'membership',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does every change of members, groups and permissions have an event in the audit trail?',
  motivation:
    'Auditors take samples of who was given access, whose access changed, who lost it, and who did that. A change without an event was made where nobody looks.',
  failsWhen:
    'A user, a group, a membership or a permission was added, removed or changed since the reading before, and no event explains it.',
  notApplicableWhen: 'Nothing was read before, or the workspace has no audit trail.',
  indeterminateWhen:
    'A list cannot be compared, or the trail of the time between was not read whole. A change for which no event was found yet counts as “nobody can tell” in the run that sees it first: its event may lie in the last minutes of the trail, which only the next run reads. That run decides.',
  remediation: 'Get the ticket for the change, and compare it with the log of the identity provider.',
  falsePositives: 'The event of a change that the identity provider made may name nobody.',
  reads: ['users', 'groups', 'group-members', TRAIL],
  params: z.strictObject({}),
  controls: {
    soc2: ['CC6.2', 'CC6.3', 'CC8.1'],
    iso27001: ['A.5.18', 'A.8.15'],
    iso27701: [],
    gdpr: ['Art.5(2)', 'Art.32'],
    hipaa: ['164.308(a)(4)(ii)(C)', '164.312(b)'],
    nist80053: ['AC-2', 'AC-2(4)', 'AU-6', 'PS-5'],
    nistcsf: ['PR.AA-01', 'DE.CM-03'],
    pci: ['8.2.4', '10.2.1.5'],
    ccpa: [],
  },
  ask: async (run, tally) => {
    if (hasNoTrail(run)) return notApplicable('The workspace has no audit trail to hold changes against.');
    const compared = await readChanges(run, tally, ['users', 'groups', 'group-members']);
    if (isNotAsked(compared)) return compared;
    tally.saw(compared.late);
    for (const change of compared.changes) {
      if (!isAboutAccess(change)) continue;
      tally.saw();
      judgeChange(tally, change, compared, {
        subject: subjectOf(change.resource, change.id),
        what: change.change === 'changed' ? 'Its permissions were changed' : `It was ${change.change}`,
      });
    }
    return undefined;
  },
});

/** A new name or address changes nobody's access. */
const isAboutAccess = ({ change, fields }: Change): boolean =>
  change !== 'changed' || fields.some(({ pointer }) => pointer.startsWith('/permissions'));
