/**
 * Whether a secret is written into custom code, or into a setting that everybody sees. Code is never sealed: what a search found
 * in it when it was read is, by kind and number.
 */
import * as z from 'zod';
import { at, flagAt, listAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { toPattern } from '../facts/patterns.ts';
import { secretNames } from '../facts/secret-names.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

/** It may as well be an id or a checksum. */
const MAY_BE_NONE = 'random-text';

export const check = toCheck({
  id: 'FN-03',
  version: 1,
  title: 'No secret is written into the code of functions',
  area: 'functions',
  severity: 'critical',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is the code of functions free of secrets, and is each secret setting marked as sensitive?',
  motivation:
    'Everybody who may read a function can read the secrets in it, and every copy of the code holds them.',
  failsWhen:
    'A search found a secret of a known form in the code of a function, or an option whose name says that it is a secret is not marked as sensitive. It warns where a text only looks random enough to be a secret.',
  notApplicableWhen: 'The workspace has no functions.',
  indeterminateWhen: 'Segment gave no code of a function, or too much to search it.',
  remediation:
    'Move the secret into a setting that is marked as sensitive, deploy, and replace the secret, since others may know it.',
  falsePositives: 'Sample keys in comments; an option with such a name that holds no secret.',
  reads: ['functions'],
  params: z.strictObject({
    secretNamePattern: secretNames(),
  }),
  controls: {
    soc2: ['CC6.1', 'CC8.1'],
    iso27001: ['A.8.28', 'A.5.17'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(a)(2)(iv)'],
    nist80053: ['IA-5(7)', 'SA-11'],
    nistcsf: ['PR.PS-06'],
    pci: ['6.2.4', '8.6.2'],
    ccpa: ['1798.150'],
  },
  ask: async (run, tally, { secretNamePattern }) => {
    const isSecret = toPattern(secretNamePattern);
    for await (const { id, data } of run.records('functions')) {
      tally.saw();
      const subject = subjectOf('functions', id);
      judgeCode(tally, subject, at(data, 'code.$secrets'));
      for (const option of listAt(data, 'settings') ?? []) {
        const name = textAt(option, 'name') ?? '';
        if (flagAt(option, 'sensitive') === false && isSecret.test(name))
          tally.fail(subject, `Its option ${name} is not marked as sensitive.`);
      }
    }
    return run.count('functions') === 0 ? notApplicable('The workspace has no functions.') : undefined;
  },
});

function judgeCode(tally: Tally, subject: string, found: unknown): void {
  if (typeof found !== 'object' || found === null) {
    tally.unknown(subject, 'Its code was not searched: Segment gave none, or too much.');
    return;
  }
  const kinds = Object.keys(found).sort();
  const sure = kinds.filter((kind) => kind !== MAY_BE_NONE);
  if (sure.length > 0) tally.fail(subject, `A search of its code found: ${sure.join(', ')}.`);
  else if (kinds.length > 0) tally.warn(subject, 'Its code has text that looks made by a generator.');
}
