/**
 * Since when there is no newer whole reading of something. What this run read whole is fresh; of anything else the newest
 * whole reading before counts.
 */
import * as z from 'zod';
import { timeOf } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { EVERY_RESOURCE, expectedEntries } from '../facts/expected-resources.ts';
import { WORKSPACE } from '../subject.ts';

const HOUR_MS = 3_600_000;

export const check = toCheck({
  id: 'EVD-01',
  version: 1,
  title: 'The evidence is fresh',
  area: 'evidence',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Was everything that should be read, read completely, and not long ago?',
  motivation: 'Old evidence says how things were, and leaves open how they are now.',
  failsWhen: 'The newest complete reading of a resource is older than maxAgeHours.',
  indeterminateWhen: 'A resource that should be read was never read completely.',
  remediation: 'Repair the schedule, or give the token the role that is missing.',
  falsePositives: 'No run was due for a while, such as in planned maintenance.',
  reads: [],
  uses: EVERY_RESOURCE,
  params: z.strictObject({
    maxAgeHours: z.int().min(0).default(36).describe('Hours for which a complete reading counts as fresh.'),
  }),
  toldAs: ['run-overdue'],
  controls: {
    soc2: ['CC4.1', 'CC2.1'],
    iso27001: ['A.5.28', 'A.5.36'],
    iso27701: [],
    gdpr: ['Art.5(2)'],
    hipaa: ['164.308(a)(8)'],
    nist80053: ['CA-7'],
    nistcsf: ['ID.IM-01'],
    pci: ['10.7.2'],
    ccpa: [],
  },
  ask: async (run, tally, { maxAgeHours }) => {
    const at = timeOf(run.countedTo) ?? 0;
    for (const { name, outcome } of expectedEntries(run)) {
      tally.saw();
      if (outcome === 'complete') continue;
      const earlier = await run.before(name);
      const hours = Math.floor((at - (timeOf(earlier?.at ?? null) ?? at)) / HOUR_MS);
      if (earlier === undefined) tally.unknown(WORKSPACE, `${name} was never read whole.`);
      else if (hours > maxAgeHours) tally.fail(WORKSPACE, `${name} was last read whole ${hours} hours ago.`);
    }
    return undefined;
  },
});
