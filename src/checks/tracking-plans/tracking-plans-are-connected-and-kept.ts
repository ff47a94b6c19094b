/** Whether live plans are in use: enforced on a source, with rules, and looked after. */
import * as z from 'zod';
import { daysBetween, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { readLivePlans } from '../facts/governed-sources.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'TP-12',
  version: 1,
  title: 'No live tracking plan is unconnected, empty or forgotten',
  area: 'tracking-plans',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'experimental',
  pack: 'optional',
  question:
    'Is every live tracking plan connected to a source, does it have rules, and was it updated within a year?',
  motivation: 'A plan that governs nothing looks like a control, and is none.',
  failsWhen:
    'It never fails. It warns where a plan of type LIVE has no source or no rule, or was not updated for staleDays.',
  notApplicableWhen: 'There is no plan of type LIVE.',
  indeterminateWhen: 'Segment does not say when a plan was updated.',
  remediation: 'Connect the plan, update it, or delete it.',
  falsePositives: 'Plans that are complete change rarely.',
  reads: ['tracking-plans', 'tracking-plan-sources', 'tracking-plan-rules'],
  params: z.strictObject({
    staleDays: z
      .int()
      .min(0)
      .default(365)
      .describe('Days after which a plan that was not updated counts as forgotten.'),
  }),
  controls: {
    soc2: ['CC7.1'],
    iso27001: ['A.8.9'],
    iso27701: [],
    gdpr: ['Art.5(2)'],
    hipaa: [],
    nist80053: ['CM-2', 'CM-8'],
    nistcsf: ['ID.AM-08'],
    pci: [],
    ccpa: [],
  },
  ask: async (run, tally, { staleDays }) => {
    const live = await readLivePlans(run);
    if (live.size === 0) return notApplicable('There is no live tracking plan.');
    const connected = await readParents(run, 'tracking-plan-sources');
    const filled = await readParents(run, 'tracking-plan-rules');
    for await (const { id, data } of run.records('tracking-plans')) {
      if (!live.has(id)) continue;
      tally.saw();
      const [subject, called] = [subjectOf('tracking-plans', id), textAt(data, 'name') || id];
      const faults: string[] = [];
      // In what was not read whole, there may be one of it.
      if (run.isWhole('tracking-plan-sources') && !connected.has(id))
        faults.push(`${called} is connected to no source.`);
      if (run.isWhole('tracking-plan-rules') && !filled.has(id)) faults.push(`${called} has no rules.`);
      const days = daysBetween(textAt(data, 'updatedAt'), run.countedTo);
      if (days === null) tally.unknown(subject, `Segment does not say when ${called} was updated.`);
      else if (days > staleDays) faults.push(`${called} was not updated for ${days} days.`);
      if (faults.length > 0) tally.warn(subject, faults.join(' '));
    }
    return undefined;
  },
});

async function readParents(run: CheckedRun, resource: string): Promise<ReadonlySet<string>> {
  const plans = new Set<string>();
  for await (const { parent } of run.records(resource)) plans.add(parent?.['trackingPlanId'] ?? '');
  return plans;
}
