/**
 * Whether only planned events get through. Names of observed events are never sealed, since a name may name a person; so
 * they cannot be held against the plan. A source that blocks unplanned events lets none through.
 */
import * as z from 'zod';
import { flagAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { environmentShape } from '../facts/environments.ts';
import { JUDGED_BY, judgeGoverned } from '../facts/governed-sources.ts';

export const check = toCheck({
  id: 'TP-13',
  version: 1,
  title: 'Events that production sources let through are in the plan',
  area: 'tracking-plans',
  severity: 'medium',
  confidence: 'inferred',
  lifecycle: 'experimental',
  pack: 'core',
  question: 'Do production sources with a tracking plan let through only events that are planned?',
  motivation: 'Nobody has decided on an event that is sent and not planned.',
  failsWhen: 'It never fails: which events were seen is not kept as evidence.',
  notApplicableWhen: 'No enabled production source is connected to a live plan.',
  indeterminateWhen:
    'A source allows unplanned events. Whether it sent some cannot be told from the evidence, since names of events are not kept in it (not re-performable).',
  remediation: 'Add what Segment shows as unplanned to the plan, then block unplanned events.',
  falsePositives: 'Destinations in device mode may receive what is blocked.',
  reads: JUDGED_BY,
  params: z.strictObject(environmentShape),
  controls: {
    soc2: ['PI1.2', 'CC7.1', 'P3.1'],
    iso27001: ['A.8.16'],
    iso27701: ['7.4.1'],
    gdpr: ['Art.5(1)(c)'],
    hipaa: ['164.502(b)'],
    nist80053: ['SI-4', 'CM-7'],
    nistcsf: ['DE.CM-09'],
    pci: [],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, params) =>
    judgeGoverned(run, tally, {
      params,
      faultOf: (settings) =>
        flagAt(settings, 'track.allowUnplannedEvents') === false
          ? undefined
          : {
              level: 'unknown',
              what: 'allows unplanned events, and names of observed events are not sealed',
            },
    }),
});
