/** Whether somebody can see what plans held back. */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { environmentShape } from '../facts/environments.ts';
import { type Fault, JUDGED_BY, judgeGoverned } from '../facts/governed-sources.ts';
import { isOn } from '../facts/source-kinds.ts';

export const check = toCheck({
  id: 'TP-04',
  version: 1,
  title: 'Violations and blocked events are forwarded for review',
  area: 'tracking-plans',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'experimental',
  pack: 'optional',
  question:
    'Does every production source with a tracking plan forward violations or blocked events to an enabled source?',
  motivation: 'If nobody looks at what is held back, data is lost, or an attack goes unnoticed.',
  failsWhen:
    'A production source with a tracking plan forwards to a source that is not there or not enabled. It warns where it forwards nothing.',
  notApplicableWhen: 'No enabled production source is connected to a live plan.',
  indeterminateWhen: 'Nobody knows whether a source is production.',
  remediation: 'Create a source for review, and forward violations and blocked events to it.',
  falsePositives: 'The team looks at violations in Segment itself.',
  reads: JUDGED_BY,
  params: z.strictObject(environmentShape),
  controls: {
    soc2: ['CC7.2', 'PI1.4'],
    iso27001: ['A.8.15', 'A.8.16'],
    iso27701: [],
    gdpr: ['Art.5(1)(d)'],
    hipaa: ['164.308(a)(1)(ii)(D)'],
    nist80053: ['AU-6', 'SI-4'],
    nistcsf: ['DE.CM-09'],
    pci: ['10.4.1'],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const enabled = new Set<string>();
    for await (const { id, data } of run.records('sources')) if (isOn(data)) enabled.add(id);
    const isThere = (id: string) => enabled.has(id) || !run.isWhole('sources');
    return judgeGoverned(run, tally, { params, faultOf: (settings) => faultOf(settings, isThere) });
  },
});

function faultOf(settings: unknown, isThere: (id: string) => boolean): Fault | undefined {
  const targets = ['forwardingViolationsTo', 'forwardingBlockedEventsTo'].flatMap(
    (name) => textAt(settings, name) || [],
  );
  if (targets.length === 0) return { level: 'warn', what: 'forwards neither violations nor blocked events' };
  return targets.every(isThere)
    ? undefined
    : { level: 'fail', what: 'forwards to a source that is not there, or not enabled' };
}
