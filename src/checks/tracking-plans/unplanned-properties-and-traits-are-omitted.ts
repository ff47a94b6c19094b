/** Whether properties and traits that a plan does not have are taken out where a plan governs production. */
import * as z from 'zod';
import { flagAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { environmentShape } from '../facts/environments.ts';
import { type Fault, JUDGED_BY, judgeGoverned } from '../facts/governed-sources.ts';

const SCOPES = ['track', 'identify', 'group'] as const;

const SWITCHES: Readonly<Record<(typeof SCOPES)[number], readonly string[]>> = {
  track: ['allowUnplannedEventProperties', 'allowPropertiesOnViolations'],
  identify: ['allowUnplannedTraits', 'allowTraitsOnViolations'],
  group: ['allowUnplannedTraits', 'allowTraitsOnViolations'],
};

export const check = toCheck({
  id: 'TP-03',
  version: 1,
  title: 'Unplanned properties and traits are omitted in production',
  area: 'tracking-plans',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Does every production source with a tracking plan remove properties and traits that the plan does not allow?',
  motivation: 'Personal data most often leaks as an extra property of an event that is planned.',
  failsWhen: 'A production source with a tracking plan allows unplanned or violating properties or traits.',
  notApplicableWhen:
    'No enabled production source is connected to a live plan: its settings would prove nothing.',
  indeterminateWhen: 'The settings of a source do not say, or nobody knows whether the source is production.',
  remediation: 'Set unplanned and violating properties and traits to be omitted.',
  falsePositives: 'The company does not use a kind of call: leave it out of scopes.',
  reads: JUDGED_BY,
  params: z.strictObject({
    ...environmentShape,
    scopes: z
      .array(z.enum(SCOPES))
      .default([...SCOPES])
      .describe('Kinds of call whose properties and traits must be omitted.'),
  }),
  controls: {
    soc2: ['PI1.2', 'P3.1', 'C1.1'],
    iso27001: ['A.8.12', 'A.5.34'],
    iso27701: ['7.4.1', '7.4.4'],
    gdpr: ['Art.5(1)(c)', 'Art.25'],
    hipaa: ['164.502(b)', '164.514(d)'],
    nist80053: ['SI-10', 'SI-12(1)', 'PT-2'],
    nistcsf: ['PR.DS-10'],
    pci: [],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, params) => {
    tally.note(
      'Segment omits for destinations in cloud mode only: what a device sends itself is not covered.',
    );
    return judgeGoverned(run, tally, { params, faultOf: (settings) => faultOf(settings, params.scopes) });
  },
});

function faultOf(settings: unknown, scopes: readonly (typeof SCOPES)[number][]): Fault | undefined {
  const paths = scopes.flatMap((scope) => SWITCHES[scope].map((name) => `${scope}.${name}`));
  const allowed = paths.filter((path) => flagAt(settings, path) === true);
  const silent = paths.filter((path) => flagAt(settings, path) === null);
  if (allowed.length > 0) return { level: 'fail', what: `has switched on ${allowed.join(', ')}` };
  if (silent.length > 0)
    return { level: 'unknown', what: `has settings that do not say ${silent.join(', ')}` };
  return undefined;
}
