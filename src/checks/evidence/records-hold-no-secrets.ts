/**
 * Whether what must be withheld is withheld. The records are looked at again, as they are sealed: where a key, a setting or
 * an end user may stand there must be a fingerprint, and a token of Segment must stand nowhere.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { at, listAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { EVERY_RESOURCE } from '../facts/expected-resources.ts';
import { subjectOf } from '../subject.ts';

const SCANNERS = [
  'writeKey',
  'settingsSecrets',
  'regulationSubjects',
  'suppressedIds',
  'collectorToken',
] as const;
type Scanner = (typeof SCANNERS)[number];

export const check = toCheck({
  id: 'EVD-03',
  version: 2,
  title: 'Records hold no secrets and no end users',
  area: 'evidence',
  severity: 'critical',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is every write key, secret setting and end user in the evidence replaced by a fingerprint?',
  motivation: 'Evidence is kept for years and shown to others. A secret in it would be theirs as well.',
  failsWhen:
    'A record shows readable what should have been withheld, or has a text that looks like a token of Segment.',
  remediation: 'Delete the copies of the file, replace the secret, and report the fault.',
  falsePositives: 'A text that only looks like a token.',
  reads: [],
  uses: EVERY_RESOURCE,
  params: z.strictObject({
    scanners: z
      .array(z.enum(SCANNERS))
      .default([...SCANNERS])
      .describe('What is looked for.'),
  }),
  controls: {
    soc2: ['CC6.1', 'C1.1', 'P4.1'],
    iso27001: ['A.8.11', 'A.8.12', 'A.5.33'],
    iso27701: ['7.4.4'],
    gdpr: ['Art.5(1)(c)', 'Art.32'],
    hipaa: ['164.502(b)'],
    nist80053: ['SC-28', 'SI-12', 'IA-5'],
    nistcsf: ['PR.DS-01'],
    pci: ['3.3.1', '8.6.2'],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, { scanners }) => {
    for (const resource of EVERY_RESOURCE)
      for await (const record of run.records(resource)) {
        tally.saw();
        // What was found is not repeated.
        for (const scanner of scanners)
          if (FOUND[scanner](record, resource)) tally.fail(subjectOf(resource, record.id), SAID[scanner]);
      }
    return undefined;
  },
});

const SAID: Readonly<Record<Scanner, string>> = {
  writeKey: 'It holds a readable write key.',
  settingsSecrets: 'It holds a readable text of its settings.',
  regulationSubjects: 'It names an end user readably.',
  suppressedIds: 'It names an end user readably.',
  collectorToken: 'It holds a text that looks like a token of Segment.',
};

const FINGERPRINT = /^hmac-sha256:[0-9a-f]{8}:/;
const TOKEN = /\bsgp_[A-Za-z0-9]{40,}/;

const isClear = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && !FINGERPRINT.test(value);

const SETTINGS: ReadonlySet<string> = new Set(['sources', 'destinations', 'warehouses']);

const FOUND: Readonly<Record<Scanner, (record: StoredRecord, resource: string) => boolean>> = {
  writeKey: ({ data }) => (listAt(data, 'writeKeys') ?? []).some(isClear),
  settingsSecrets: ({ data }, resource) => {
    const settings = SETTINGS.has(resource) ? at(data, 'settings') : undefined;
    return typeof settings === 'object' && settings !== null && Object.values(settings).some(isClear);
  },
  regulationSubjects: ({ data }, resource) =>
    ['regulations', 'source-regulations'].includes(resource) &&
    (listAt(data, 'subjects') ?? []).some(isClear),
  suppressedIds: ({ data }, resource) => resource === 'suppressions' && isClear(at(data, 'subjectId')),
  collectorToken: ({ data }) => hasToken(data),
};

function hasToken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('sgp_') && TOKEN.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasToken);
}
