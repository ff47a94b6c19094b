/** Whether a person can tell sources apart by their names. */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { pattern, toMatcher } from '../facts/pattern.ts';
import { isInternal } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'SRC-03',
  version: 1,
  title: 'Names of sources are meaningful and unique',
  area: 'sources',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does the name of every source say what the source is, and is no name used twice?',
  motivation: 'People who cannot tell two sources apart will change, approve or delete the wrong one.',
  failsWhen:
    'A name is empty, is only the name of its kind in the catalogue, matches placeholderPattern, does not match namePattern, or is the name of another source too; upper and lower case are alike.',
  remediation: 'Rename the source by the agreed convention.',
  falsePositives: 'A team has a convention of its own: say it in namePattern.',
  reads: ['sources'],
  params: z.strictObject({
    placeholderPattern: pattern()
      .default('^(my |untitled|test|new |source ?\\d*|javascript|node(\\.js)?|http api)$')
      .describe('Regular expression for names that say nothing; upper and lower case are alike.'),
    namePattern: pattern().default('').describe('Regular expression that every name must match; empty: any.'),
  }),
  controls: {
    soc2: ['CC2.1'],
    iso27001: ['A.5.9', 'A.5.13'],
    iso27701: [],
    gdpr: ['Art.30'],
    hipaa: [],
    nist80053: ['CM-8'],
    nistcsf: ['ID.AM-02'],
    pci: ['12.5.1'],
    ccpa: [],
  },
  ask: async (run, tally, { placeholderPattern, namePattern }) => {
    const isPlaceholder = toMatcher(placeholderPattern, 'iu');
    const isAgreed = namePattern === '' ? () => true : toMatcher(namePattern);
    const holders = new Map<string, string[]>();
    const faulty = new Map<string, string>();
    for await (const { id, data } of run.records('sources')) {
      if (isInternal(data)) continue;
      tally.saw();
      // Where none was given at all, the slug stands for it everywhere.
      const name = (textAt(data, 'name') ?? textAt(data, 'slug') ?? '').trim();
      const kind = textAt(data, 'metadata.name') ?? '';
      const fault = faultOf(name, { kind, isPlaceholder, isAgreed });
      if (fault !== undefined) faulty.set(id, fault);
      if (name === '') continue;
      const known = holders.get(name.toLowerCase());
      if (known === undefined) holders.set(name.toLowerCase(), [id]);
      else known.push(id);
    }
    // One source is one exception, whatever is wrong with it.
    for (const [name, ids] of holders)
      if (ids.length > 1)
        for (const id of ids)
          faulty.set(
            id,
            [faulty.get(id) ?? [], `${ids.length} sources are called ${name}.`].flat().join(' '),
          );
    for (const [id, fault] of faulty) tally.fail(subjectOf('sources', id), fault);
    return undefined;
  },
});

interface Rules {
  readonly kind: string;
  readonly isPlaceholder: (name: string) => boolean;
  readonly isAgreed: (name: string) => boolean;
}

function faultOf(name: string, { kind, isPlaceholder, isAgreed }: Rules): string | undefined {
  if (name === '') return 'It has no name.';
  if (name.toLowerCase() === kind.toLowerCase()) return `${name} is only the name of its kind.`;
  if (isPlaceholder(name)) return `${name} says nothing.`;
  return isAgreed(name) ? undefined : `${name} does not match the agreed pattern.`;
}
