/**
 * Whether somebody has decided what properties of personal data are. Which ones they are is told by their names, which can
 * be wrong both ways.
 */
import * as z from 'zod';
import { textAt } from '../../evidence/records/fields.ts';
import { notApplicable, notConfigured, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { INPUT_FILE, isGiven } from '../facts/inputs.ts';
import { calledProperty, findProperties } from '../facts/named-properties.ts';
import { findPersonal, personalShape } from '../facts/personal-properties.ts';
import { wordsOf } from '../facts/words.ts';

const REGISTER = 'input:data-classification';

export const check = toCheck({
  id: 'TP-05',
  version: 2,
  title: 'Properties of personal data are classified',
  area: 'tracking-plans',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is every property whose name suggests personal data in the register of classified data?',
  motivation:
    'Personal data needs a purpose and a legal basis. Of a property that is in no register, nobody can show that this was decided.',
  failsWhen: 'The name of a property or trait suggests personal data, and the register does not list it.',
  notApplicableWhen:
    'There are no rules. Not configured where personal data is planned and no register is given.',
  indeterminateWhen: 'A rule has no schema that was read, or the register was not read whole.',
  remediation: 'Classify the property and write down its purpose, or hash or drop it.',
  falsePositives: 'Names that mean something else: classify them as public or internal.',
  reads: ['tracking-plan-rules'],
  uses: [REGISTER],
  params: z.strictObject({
    ...personalShape,
    register: z
      .record(z.string(), z.enum(['public', 'internal', 'personal', 'special', 'prohibited']))
      .default({})
      .describe('Classes of properties by name, besides those of the file data-classification.'),
  }),
  controls: {
    soc2: ['P3.1', 'P4.1', 'C1.1'],
    iso27001: ['A.5.12', 'A.5.34', 'A.8.11'],
    iso27701: ['7.2.1', '7.4.1', '7.4.4'],
    gdpr: ['Art.5(1)(c)', 'Art.6', 'Art.25', 'Art.30'],
    hipaa: ['164.514(b)'],
    nist80053: ['PT-2', 'PT-3', 'PM-5(1)', 'RA-3'],
    nistcsf: ['ID.AM-07'],
    pci: [],
    ccpa: ['1798.100', '1798.110'],
  },
  ask: async (run, tally, { piiDictionary, register }) => {
    const found = await findProperties(run, tally, findPersonal(piiDictionary));
    if (found === undefined) return notApplicable('There are no rules of tracking plans.');
    if (found.length === 0) return undefined;
    const known = await readRegister(run, Object.keys(register));
    const isInFile = isGiven(run, 'data-classification');
    if (!isInFile && known.size === 0)
      return notConfigured('No register is given: policy.register or policy.files.data-classification.');
    const isWhole = !isInFile || run.isWhole(REGISTER);
    for (const property of found) {
      if (known.has(keyOf(property.name)) || known.has(keyOf(property.path))) continue;
      const detail = `${calledProperty(property)} suggests ${property.term}, and is not classified.`;
      if (isWhole) tally.fail(property.subject, detail);
      else tally.unknown(property.subject, `${detail} The register was not read whole.`);
    }
    return undefined;
  },
});

/** However a register writes it. */
const keyOf = (name: string): string => wordsOf(name).join('_');

async function readRegister(run: CheckedRun, names: readonly string[]): Promise<ReadonlySet<string>> {
  const known = new Set(names.map(keyOf));
  for await (const { id, data } of run.records(REGISTER))
    if (id !== INPUT_FILE) known.add(keyOf(textAt(data, 'property') ?? id));
  return known;
}
