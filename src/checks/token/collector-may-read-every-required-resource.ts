/**
 * Whether the token may read what an auditor will ask for. What a plan does not offer cannot always be told from what a
 * token may not see: then nobody can tell until somebody declares it.
 */
import * as z from 'zod';
import type { ResourceEntry } from '../../../schemas/manifest.ts';
import { isWhole } from '../../evidence/records/whole.ts';
import { toCheck } from '../check.ts';

export const check = toCheck({
  id: 'TOK-02',
  version: 1,
  title: 'The token of the collector may read all that is required',
  area: 'token',
  severity: 'critical',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'May the token read everything that evidence is needed of?',
  motivation:
    'A token with too small a role leaves gaps, or lists that are shorter than the truth, in every run that follows.',
  failsWhen: 'A resource of requiredResources was denied, or parts of its records were hidden.',
  indeterminateWhen:
    'A resource was left out by the configuration, was not read whole for another reason than the rights of the token, or Segment does not say whether the workspace has it.',
  remediation:
    'Make a token with the role Workspace Owner, or take the resource out of requiredResources if nobody needs it.',
  falsePositives: 'None is known.',
  reads: [],
  toldAs: [
    'token-refused',
    'wrong-region',
    'wrong-workspace',
    'token-unavailable',
    'scope-gap',
    'field-hidden',
  ],
  params: z.strictObject({
    requiredResources: z
      .array(z.string())
      .default([
        'workspace',
        'users',
        'groups',
        'roles',
        'invites',
        'sources',
        'destinations',
        'destination-filters',
        'tracking-plans',
        'warehouses',
        'audit-events',
      ])
      .describe('Names of the resources that must be read.'),
  }),
  controls: {
    soc2: ['CC2.1', 'CC4.1'],
    iso27001: ['A.5.28', 'A.5.36'],
    iso27701: [],
    gdpr: ['Art.5(2)', 'Art.24'],
    hipaa: ['164.308(a)(8)', '164.316(b)(1)'],
    nist80053: ['CA-2', 'CA-7', 'AU-12'],
    nistcsf: ['GV.OC-03', 'DE.CM-06'],
    pci: ['10.7.2', '12.5.2'],
    ccpa: [],
  },
  ask: async (run, tally, { requiredResources }) => {
    for (const name of requiredResources) {
      tally.saw();
      const entry: Ended = run.entry(name) ?? { outcome: 'unknown' };
      const reason = entry.reason ?? entry.outcome;
      if (isWhole(entry)) continue;
      if (LACKS_SCOPE.has(reason))
        tally.fail(name, `It was not read, or only in part: ${entry.outcome} (${reason}).`);
      else if (entry.outcome === 'unavailable')
        tally.unknown(
          name,
          'Segment has no such thing here, or does not show it. Declare it under features if the plan has none.',
        );
      else tally.unknown(name, `It was not read whole: ${entry.outcome} (${reason}).`);
    }
    return undefined;
  },
});

type Ended = Pick<ResourceEntry, 'reason'> & { readonly outcome: string };

/** The token may not see it. What nobody asked for, time, network and Segment itself are not the token's fault. */
const LACKS_SCOPE: ReadonlySet<string> = new Set<ResourceEntry['reason'] & string>([
  'scope',
  'token',
  'field-hidden',
]);
