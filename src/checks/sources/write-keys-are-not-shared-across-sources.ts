/**
 * Whether two sources have a write key in common. Keys are sealed as fingerprints under one key, so equal ones can be seen
 * without being known.
 */
import * as z from 'zod';
import { listAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'SRC-04',
  version: 1,
  title: 'No write key is shared across sources',
  area: 'sources',
  severity: 'critical',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does every source have write keys of its own?',
  motivation:
    'A write key says where data comes from. Where two sources share a key, data of one is taken for data of the other, and neither can be shut off alone.',
  failsWhen: 'Two or more sources have the same write key (its fingerprint is the same).',
  indeterminateWhen:
    'Segment gave no write keys of a source: it leaves them out for a token that may not administer sources.',
  remediation: 'Give each source a write key of its own in Segment, deploy it, and delete the shared one.',
  falsePositives: 'None is known.',
  reads: ['sources'],
  params: z.strictObject({}),
  controls: {
    soc2: ['CC6.1'],
    iso27001: ['A.5.17', 'A.8.31'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(d)'],
    nist80053: ['IA-5', 'SC-12'],
    nistcsf: ['PR.AA-01'],
    pci: ['8.6.2', '6.5.3'],
    ccpa: [],
  },
  ask: async (run, tally) => {
    const holders = new Map<string, string[]>();
    for await (const { id, data } of run.records('sources')) {
      tally.saw();
      const keys = listAt(data, 'writeKeys')?.filter((key) => typeof key === 'string');
      if (keys === undefined) tally.unknown(subjectOf('sources', id), 'Segment gave no write keys of it.');
      for (const key of new Set(keys)) {
        const known = holders.get(key);
        if (known === undefined) holders.set(key, [id]);
        else known.push(id);
      }
    }
    for (const [key, ids] of holders) {
      if (ids.length === 1) continue;
      for (const id of ids)
        tally.fail(
          subjectOf('sources', id),
          `Shares the write key ${key} with ${ids.length - 1} other source(s).`,
        );
    }
    return undefined;
  },
});
