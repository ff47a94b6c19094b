/** Whether plans have what must never be sent: credentials, payment cards, government ids. */
import * as z from 'zod';
import { notApplicable, toCheck } from '../check.ts';
import { toTermFinder } from '../facts/data-terms.ts';
import { calledProperty, findProperties } from '../facts/named-properties.ts';
import { prohibitedShape } from '../facts/sensitive-terms.ts';

export const check = toCheck({
  id: 'TP-06',
  version: 2,
  title: 'Prohibited data is not in the plans',
  area: 'tracking-plans',
  severity: 'critical',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does no tracking plan have a property for credentials, payment cards or government ids?',
  motivation: 'What is planned goes to every destination. Passwords and card numbers must go to none.',
  failsWhen: 'The name of a property ends in a term of redDictionary.',
  notApplicableWhen: 'There are no rules.',
  indeterminateWhen: 'A rule’s schema was not read.',
  remediation: 'Take the property out of the plan and the code, and have what was sent deleted.',
  falsePositives: 'Names that mean something else, such as the pin code of an address.',
  reads: ['tracking-plan-rules'],
  params: z.strictObject(prohibitedShape),
  controls: {
    soc2: ['C1.1', 'CC6.1', 'P3.1'],
    iso27001: ['A.8.11', 'A.8.12'],
    iso27701: ['7.4.1'],
    gdpr: ['Art.5(1)(c)', 'Art.32'],
    hipaa: ['164.312(a)(2)(iv)'],
    nist80053: ['SI-12(1)', 'SC-28'],
    nistcsf: ['PR.DS-01'],
    pci: ['3.3.1', '3.4.1', '3.5.1'],
    ccpa: ['1798.121', '1798.150'],
  },
  ask: async (run, tally, { redDictionary }) => {
    const termOf = toTermFinder(redDictionary);
    const found = await findProperties(run, tally, ({ name }) => termOf(name));
    if (found === undefined) return notApplicable('There are no rules of tracking plans.');
    for (const property of found)
      tally.fail(
        property.subject,
        `${calledProperty(property)} suggests ${property.term}, which must not be sent.`,
      );
    return undefined;
  },
});
