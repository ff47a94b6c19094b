/**
 * Whether every change of how data is sent to a destination has an event in the audit trail. Settings are sealed as fingerprints: that
 * one has changed is seen, and not what it is.
 */
import * as z from 'zod';
import { toCheck } from '../check.ts';
import { isNotAsked, judgeChange, readChanges } from '../facts/compared.ts';
import { subjectOf } from '../subject.ts';

const RESOURCES = ['destinations', 'destination-subscriptions'] as const;
const WHAT = { destinations: 'A destination', 'destination-subscriptions': 'A mapping' } as const;
const MEANT = /^(settings|enabled|name|sourceId|trigger|actionId|modelId)(\/|$)/;

export const check = toCheck({
  id: 'DST-05',
  version: 1,
  title: 'Changes of destination settings are explained',
  area: 'destinations',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Can somebody say why each setting and mapping of a destination was changed?',
  motivation:
    'One changed setting can send data to another account or another host, while everything else stays as it was.',
  failsWhen:
    'A setting, the name, the source or the switch of a destination, or one of its mappings, differs from the last whole reading, and no event of the audit trail explains it.',
  notApplicableWhen: 'Nothing was read whole before.',
  indeterminateWhen:
    'The audit trail of the time between was not read whole, or the two readings cannot be compared. A change for which no event was found yet counts as “nobody can tell” in the run that sees it first: its event may lie in the last minutes of the trail, which only the next run reads. That run decides.',
  remediation: 'Ask those who have access for the reason; undo the change if there is none.',
  falsePositives: 'A vendor has changed a default: name such options in ignoreKeys.',
  reads: ['destinations', 'destination-subscriptions', 'audit-events'],
  params: z.strictObject({
    ignoreKeys: z.array(z.string()).default([]).describe('Names of options whose changes need no reason.'),
  }),
  controls: {
    soc2: ['CC8.1', 'CC7.1'],
    iso27001: ['A.8.9', 'A.8.32'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['CM-3', 'CM-6', 'SI-7'],
    nistcsf: ['PR.PS-01', 'DE.CM-09'],
    pci: ['6.5.1', '11.5.2'],
    ccpa: [],
  },
  ask: async (run, tally, { ignoreKeys }) => {
    const compared = await readChanges(run, tally, RESOURCES);
    if (isNotAsked(compared)) return compared;
    for (const resource of RESOURCES) tally.saw(run.count(resource) ?? 0);
    for (const change of compared.changes) {
      if (change.change !== 'changed') continue;
      const names = change.fields
        .map(({ pointer }) => pointer.slice(1))
        .filter((name) => MEANT.test(name) && !name.split('/').some((step) => ignoreKeys.includes(step)));
      if (names.length === 0) continue;
      const what = `${WHAT[change.resource as keyof typeof WHAT]} has changed (${names.sort().join(', ')})`;
      judgeChange(tally, change, compared, { subject: subjectOf(change.resource, change.id), what });
    }
    return undefined;
  },
});
