/**
 * Whether a filter that held data back, and no longer does, has an event in the audit trail or an approval. A filter that went with its
 * destination is no loss.
 */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { Change } from '../checked-run.ts';
import { readApprovals } from '../facts/approvals.ts';
import { isNotAsked, judgeChange, readChanges } from '../facts/compared.ts';
import { isGuarding, minimisingActionNames } from '../facts/filters.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'DST-04',
  version: 1,
  title: 'Filters that were switched off, removed or changed are explained',
  area: 'destinations',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Can somebody say why each filter that held data back was switched off, removed or changed?',
  motivation:
    'A filter is often all that keeps personal data from a vendor. Without it everything flows, and nothing looks broken.',
  failsWhen:
    'A filter that dropped events or properties was switched off, removed or changed since the last whole reading, and neither an event of the audit trail nor an approval of the 30 days before explains it.',
  notApplicableWhen: 'Nothing was read whole before.',
  indeterminateWhen:
    'The audit trail of the time between was not read whole, or the two readings cannot be compared. A change for which no event was found yet counts as “nobody can tell” in the run that sees it first: its event may lie in the last minutes of the trail, which only the next run reads. That run decides.',
  remediation: 'Switch the filter on again, or have the change approved.',
  falsePositives: 'A transformation now does the work of the filter.',
  reads: ['destination-filters', 'destinations', 'audit-events'],
  uses: ['input:approvals'],
  params: z.strictObject({
    minimisingActions: minimisingActionNames(),
  }),
  controls: {
    soc2: ['CC8.1', 'CC6.7'],
    iso27001: ['A.8.32', 'A.8.12'],
    iso27701: [],
    gdpr: ['Art.25', 'Art.32'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['CM-3', 'AC-4'],
    nistcsf: ['PR.PS-01'],
    pci: ['6.5.1'],
    ccpa: [],
  },
  ask: async (run, tally, { minimisingActions }) => {
    const approvals = await readApprovals(run);
    const compared = await readChanges(run, tally, ['destination-filters'], approvals);
    if (isNotAsked(compared)) return compared;
    const before = await run.before('destination-filters');
    const changes = new Map(compared.changes.map((change) => [change.id, change]));
    const destinations = new Set<string>();
    for await (const { id } of run.records('destinations')) destinations.add(id);
    for await (const { id, data } of before?.records() ?? []) {
      if (!isGuarding(data, minimisingActions)) continue;
      tally.saw();
      const change = changes.get(id);
      const what = change === undefined ? undefined : whatIsLost(change);
      if (change === undefined || what === undefined) continue;
      const subject = subjectOf('destination-filters', id);
      const isOfAKnown = destinations.has(textAt(data, 'destinationId') ?? '');
      if (isOfAKnown) judgeChange(tally, change, compared, { subject, what, approvals });
      else if (!run.isWhole('destinations'))
        tally.unknown(subject, `${what}; whether its destination is still there is not known.`);
    }
    return undefined;
  },
});

/** Returns undefined where it holds back what it held back. */
function whatIsLost({ change, fields }: Change): string | undefined {
  if (change === 'removed') return 'A filter was removed';
  if (fields.some(({ pointer, after }) => pointer === '/enabled' && after === false))
    return 'A filter was switched off';
  const isOther = fields.some(({ pointer }) => /^\/(if|actions)(\/|$)/.test(pointer));
  return isOther ? 'A filter was changed in what it holds back' : undefined;
}
