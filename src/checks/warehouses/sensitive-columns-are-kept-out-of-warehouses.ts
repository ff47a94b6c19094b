/**
 * Whether what must never be sent, or only under narrow conditions, is kept out of warehouses column by column.
 */
import * as z from 'zod';
import { at, flagAt, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { toTermFinder } from '../facts/data-terms.ts';
import { enabledReceivers } from '../facts/receivers.ts';
import { prohibitedShape, specialShape } from '../facts/sensitive-terms.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'WH-02',
  version: 2,
  title: 'No sensitive column is synced into a warehouse',
  area: 'warehouses',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'experimental',
  pack: 'core',
  question:
    'Are columns of credentials, payment cards, government ids, health and the like kept out of warehouses?',
  motivation:
    'Everybody with a login to the warehouse can see every column. Nobody can come upon what is not there.',
  failsWhen:
    'A column whose name ends in a word of redDictionary or specialDictionary is synced into an enabled warehouse.',
  notApplicableWhen: 'Not configured while collect.include does not name selective-syncs.',
  indeterminateWhen: 'Segment does not say which columns are synced.',
  remediation: 'Switch the column off in selective sync, and delete what is in the warehouse already.',
  falsePositives: 'Names that mean something else, such as condition, procedure or pin code.',
  reads: ['selective-syncs', 'warehouses'],
  params: z.strictObject({
    ...prohibitedShape,
    ...specialShape,
  }),
  controls: {
    soc2: ['C1.1', 'P4.1'],
    iso27001: ['A.8.12', 'A.8.3'],
    iso27701: ['7.4.4'],
    gdpr: ['Art.5(1)(c)', 'Art.25'],
    hipaa: ['164.502(b)'],
    nist80053: ['SI-12(1)', 'AC-4'],
    nistcsf: ['PR.DS-01'],
    pci: ['3.2.1'],
    ccpa: ['1798.121'],
  },
  ask: async (run, tally, { redDictionary, specialDictionary }) => {
    const [isOn, termOf] = [new Set<string>(), toTermFinder([...redDictionary, ...specialDictionary])];
    for await (const { id } of enabledReceivers(run, ['warehouses'])) isOn.add(id);
    for await (const { id, data, parent } of run.records('selective-syncs')) {
      const warehouseId = textAt(data, 'warehouseId') ?? parent?.['warehouseId'] ?? '';
      if (!isOn.has(warehouseId) || flagAt(data, 'enabled') === false) continue;
      tally.saw();
      const subject = subjectOf('selective-syncs', id);
      const columns = at(data, 'properties');
      if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) {
        tally.unknown(subject, 'Segment does not say which columns are synced.');
        continue;
      }
      for (const [name, taken] of Object.entries(columns)) {
        const term = termOf(name);
        const isTaken = typeof taken === 'boolean' ? taken : flagAt(taken, 'enabled');
        if (term === undefined || isTaken === false) continue;
        if (isTaken === true) tally.fail(subject, `The name of its column ${name} suggests ${term}.`);
        else
          tally.unknown(
            subject,
            `The name of its column ${name} suggests ${term}; Segment does not say whether it is synced.`,
          );
      }
    }
    return undefined;
  },
});
