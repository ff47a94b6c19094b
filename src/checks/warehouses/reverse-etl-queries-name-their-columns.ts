/**
 * Whether a query that takes data out of a warehouse names what it takes. The query itself is never sealed: whether it takes every
 * column of some table is, as it was read. Which columns it names cannot be asked again.
 */
import * as z from 'zod';
import { flagAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'WH-04',
  version: 1,
  title: 'No reverse ETL query takes every column',
  area: 'warehouses',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does each query that takes data out of a warehouse name the columns that it takes?',
  motivation:
    'A query that takes every column also takes the ones that somebody adds to the table next year.',
  failsWhen: 'An enabled model takes every column of some table.',
  indeterminateWhen:
    'A query could not be read as SQL. Which columns a query names is not kept as evidence (not re-performable).',
  remediation: 'Name the columns in the query that the destinations need.',
  falsePositives:
    'A database view may hide more: a query that names its columns may still take all of a table through it.',
  reads: ['reverse-etl-models'],
  params: z.strictObject({}),
  controls: {
    soc2: ['P4.1', 'C1.1', 'CC6.7'],
    iso27001: ['A.8.12'],
    iso27701: ['7.4.2'],
    gdpr: ['Art.5(1)(b)', 'Art.5(1)(c)'],
    hipaa: ['164.502(b)'],
    nist80053: ['AC-4', 'SI-12(1)'],
    nistcsf: ['ID.AM-03'],
    pci: [],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally) => {
    tally.note(
      'Whether a query names a column of personal data is not re-performable: queries are not sealed.',
    );
    for await (const { id, data } of run.records('reverse-etl-models')) {
      if (flagAt(data, 'enabled') === false) continue;
      tally.saw();
      const takesAll = flagAt(data, 'query.$selectsAll');
      const subject = subjectOf('reverse-etl-models', id);
      if (takesAll === true) tally.fail(subject, 'Its query takes every column of some table.');
      if (takesAll === null) tally.unknown(subject, 'Its query could not be read as SQL.');
    }
    return undefined;
  },
});
