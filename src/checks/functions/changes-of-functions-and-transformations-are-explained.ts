/**
 * Whether every change of custom code, or of a rule that rewrites events, has an event in the audit trail or an approval.
 * Code is compared by its digest: what was changed in it is for whoever may read it.
 */
import * as z from 'zod';
import { toCheck } from '../check.ts';
import type { Change } from '../checked-run.ts';
import { readApprovals } from '../facts/approvals.ts';
import { isNotAsked, judgeChange, readChanges } from '../facts/compared.ts';
import { subjectOf } from '../subject.ts';

const RESOURCES = ['functions', 'transformations'] as const;
/** What a function does hangs on these; its description does not. */
const OF_A_FUNCTION = /^\/(code|settings|deployedAt|batchMaxCount|buildpack|resourceType)(\/|$)/;
const WHAT = { functions: 'A function', transformations: 'A transformation' } as const;

export const check = toCheck({
  id: 'FN-01',
  version: 1,
  title: 'Changes of functions and transformations are explained',
  area: 'functions',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Can somebody say why each change of custom code and of transformations was made?',
  motivation:
    'Custom code sees every event that passes. A change that nobody can account for may be an attack, or a mistake that nobody has noticed.',
  failsWhen:
    'The code, the settings or the deployment of a function, or a transformation, differs from the last whole reading, and neither an event of the audit trail nor an approval of the 30 days before explains it.',
  notApplicableWhen: 'Nothing was read whole before, or the workspace has no functions.',
  indeterminateWhen:
    'The audit trail of the time between was not read whole, or the two readings cannot be compared. A change for which no event was found yet counts as “nobody can tell” in the run that sees it first: its event may lie in the last minutes of the trail, which only the next run reads. That run decides.',
  remediation: 'Ask those who have access for the reason; restore the version before if there is none.',
  falsePositives: 'An edit of blanks alone counts as a change.',
  reads: ['functions', 'transformations', 'audit-events'],
  uses: ['input:approvals'],
  params: z.strictObject({}),
  controls: {
    soc2: ['CC8.1', 'CC7.1'],
    iso27001: ['A.8.32', 'A.8.4'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['CM-3', 'CM-5', 'SI-7'],
    nistcsf: ['PR.PS-06', 'ID.RA-07'],
    pci: ['6.5.1', '6.2.3', '11.5.2'],
    ccpa: [],
  },
  ask: async (run, tally) => {
    const approvals = await readApprovals(run);
    const compared = await readChanges(run, tally, RESOURCES, approvals);
    if (isNotAsked(compared)) return compared;
    for (const resource of RESOURCES) tally.saw(run.count(resource) ?? 0);
    for (const change of compared.changes) {
      const what = whatChanged(change);
      if (what === undefined) continue;
      judgeChange(tally, change, compared, {
        subject: subjectOf(change.resource, change.id),
        what,
        approvals,
      });
    }
    return undefined;
  },
});

/** Returns undefined where nothing differs that matters. */
function whatChanged({ resource, change, fields }: Change): string | undefined {
  const what = WHAT[resource as keyof typeof WHAT];
  if (change !== 'changed') return `${what} was ${change}`;
  const pointers = fields.map(({ pointer }) => pointer);
  const meant = resource === 'functions' ? pointers.filter((each) => OF_A_FUNCTION.test(each)) : pointers;
  const members = [...new Set(meant.map((each) => each.split('/')[1]))].sort();
  return members.length === 0 ? undefined : `${what} has changed (${members.join(', ')})`;
}
