/** Whether events that a plan does not have, or that violate its common rule, are held back where a plan governs production. */
import * as z from 'zod';
import { flagAt, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { environmentShape } from '../facts/environments.ts';
import { type Fault, JUDGED_BY, judgeGoverned } from '../facts/governed-sources.ts';

export const check = toCheck({
  id: 'TP-02',
  version: 1,
  title: 'Unplanned and violating events are blocked in production',
  area: 'tracking-plans',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Does every production source with a tracking plan hold back events that the plan does not allow?',
  motivation: 'A plan that only reports lets through whatever a faulty release sends.',
  failsWhen:
    'A production source with a tracking plan allows unplanned events, or lets through events that violate the plan’s common rule.',
  notApplicableWhen:
    'No enabled production source is connected to a live plan: its settings would prove nothing.',
  indeterminateWhen: 'The settings of a source do not say, or nobody knows whether the source is production.',
  remediation: 'Repair what violates the plan, then set unplanned events to be blocked.',
  falsePositives: 'The plan is being introduced step by step.',
  reads: JUDGED_BY,
  params: z.strictObject({
    ...environmentShape,
    requireBlockOnViolation: z
      .boolean()
      .default(true)
      .describe('Whether events that violate the plan’s common rule must be held back too.'),
  }),
  controls: {
    soc2: ['CC7.1', 'PI1.2', 'P3.1'],
    iso27001: ['A.8.9'],
    iso27701: ['7.4.1'],
    gdpr: ['Art.5(1)(c)', 'Art.25'],
    hipaa: ['164.502(b)'],
    nist80053: ['SI-10', 'CM-6'],
    nistcsf: ['PR.PS-01'],
    pci: [],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, params) =>
    judgeGoverned(run, tally, {
      params,
      faultOf: (settings) => faultOf(settings, params.requireBlockOnViolation),
    }),
});

function faultOf(settings: unknown, mustBlock: boolean): Fault | undefined {
  const isUnplannedAllowed = flagAt(settings, 'track.allowUnplannedEvents');
  const common = textAt(settings, 'track.commonEventOnViolations');
  if (isUnplannedAllowed === true) return { level: 'fail', what: 'allows unplanned events' };
  if (mustBlock && common === 'ALLOW')
    return { level: 'fail', what: 'lets through events that violate the common rule' };
  if (isUnplannedAllowed === null || (mustBlock && common === null))
    return { level: 'unknown', what: 'has settings that do not say what is blocked' };
  return undefined;
}
