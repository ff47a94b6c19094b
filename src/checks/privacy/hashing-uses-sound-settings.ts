/**
 * Whether what is hashed on its way stays hidden: not by an algorithm that is broken, and not without a key where every value can be
 * tried out. Whether Segment shows the key is not sealed.
 */
import * as z from 'zod';
import { at, flagAt, listAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'PRV-07',
  version: 1,
  title: 'Transformations hash with sound settings',
  area: 'privacy',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'optional',
  question: 'Do transformations that hash use a sound algorithm, and a key where values can be guessed?',
  motivation:
    'A telephone number that is hashed without a key is found again within minutes, by trying all numbers.',
  failsWhen:
    'A transformation that is on hashes with one of weakAlgorithms, or hashes one of lowEntropyPaths without a key.',
  notApplicableWhen: 'No transformation that is on hashes anything.',
  indeterminateWhen:
    'Segment does not say which algorithm is used. Whether Segment shows the key readable is not kept as evidence (not re-performable).',
  remediation: 'Use SHA-256 with a key that is kept like a password.',
  falsePositives:
    'Advertising platforms ask for SHA-256 of addresses without a key: accept that with a waiver. Such hashes are still personal data.',
  reads: ['transformations'],
  params: z.strictObject({
    weakAlgorithms: z
      .array(z.string())
      .default(['md5', 'sha1'])
      .describe('Algorithms that are not sound; spelling and case do not matter.'),
    lowEntropyPaths: z
      .array(z.string())
      .default(['email', 'phone', 'ip', 'zip'])
      .describe(
        'Words in the last part of a property’s path that tell of values which can all be tried out.',
      ),
  }),
  controls: {
    soc2: ['CC6.1', 'C1.1'],
    iso27001: ['A.8.24', 'A.8.11'],
    iso27701: ['7.4.5'],
    gdpr: ['Art.25', 'Art.32'],
    hipaa: ['164.514(b)', '164.312(a)(2)(iv)'],
    nist80053: ['SC-13', 'SI-19'],
    nistcsf: ['PR.DS-10'],
    pci: ['3.5.1'],
    ccpa: ['1798.140'],
  },
  ask: async (run, tally, { weakAlgorithms, lowEntropyPaths }) => {
    const weak = weakAlgorithms.map(plainName);
    let hashing = 0;
    for await (const { id, data } of run.records('transformations')) {
      const settings = at(data, 'hashPropertiesConfiguration');
      if (flagAt(data, 'enabled') === false || typeof settings !== 'object' || settings === null) continue;
      hashing += 1;
      tally.saw();
      const subject = subjectOf('transformations', id);
      const faults: string[] = [];
      const algorithm = textAt(settings, 'algorithm');
      if (algorithm === null) tally.unknown(subject, 'Segment does not say by which algorithm it hashes.');
      else if (weak.includes(plainName(algorithm))) faults.push(`It hashes by ${algorithm}.`);
      const isKeyed = (textAt(settings, 'key') ?? '').trim() !== '';
      const guessed = (listAt(settings, 'paths') ?? []).filter((path) => isGuessed(path, lowEntropyPaths));
      if (!isKeyed && guessed.length > 0) faults.push(`It hashes ${guessed.join(', ')} without a key.`);
      if (faults.length > 0) tally.fail(subject, faults.join(' '));
    }
    return hashing === 0 ? notApplicable('No transformation that is on hashes anything.') : undefined;
  },
});

/** `SHA-1`, `sha_1` and `SHA1` are one. */
const plainName = (algorithm: string) => algorithm.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Whether a word stands in the last step of a path: `$.traits.homePhone` has `phone`, `$.recipient` has no `ip`. */
function isGuessed(path: unknown, words: readonly string[]): boolean {
  if (typeof path !== 'string') return false;
  const step = path.split(/[.[\]'"/]+/).findLast((each) => each !== '') ?? '';
  const parts = step
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => parts.includes(word.toLowerCase()));
}
