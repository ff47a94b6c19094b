/**
 * Whether everything that began to receive data since this check first looked was approved by then. What was there already is the
 * baseline, which somebody signs off once.
 */
import * as z from 'zod';
import { flagAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { readApprovals } from '../facts/approvals.ts';
import { withoutInput } from '../facts/inputs.ts';
import { subjectOf, WORKSPACE } from '../subject.ts';

const KINDS = [
  { resource: 'destinations', what: 'A destination' },
  { resource: 'warehouses', what: 'A warehouse' },
  { resource: 'reverse-etl-models', what: 'A reverse ETL model' },
] as const;

export const check = toCheck({
  id: 'DST-06',
  version: 1,
  title: 'New receivers are approved before data flows',
  area: 'destinations',
  severity: 'critical',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Was every destination, warehouse and reverse ETL model approved by the day on which it was switched on?',
  motivation: 'A vendor that is reviewed only after data has flowed has the data already.',
  failsWhen:
    'A destination, warehouse or reverse ETL model was seen switched on for the first time, and no approval of it is of that day or before.',
  notApplicableWhen:
    'The first run: what is switched on by then is the baseline. Not configured while no file of approvals is given.',
  remediation: 'Switch it off until it is approved, or name the approval in the file.',
  falsePositives: 'What was deleted and made again has another id, and needs an approval of its own.',
  reads: ['destinations', 'warehouses', 'reverse-etl-models', 'input:approvals'],
  params: z.strictObject({}),
  controls: {
    soc2: ['CC8.1', 'CC9.2', 'P6.1'],
    iso27001: ['A.5.19', 'A.8.32'],
    iso27701: ['7.2.5'],
    gdpr: ['Art.28', 'Art.35'],
    hipaa: ['164.308(b)(1)'],
    nist80053: ['CM-3', 'CA-3', 'SA-9'],
    nistcsf: ['ID.RA-07', 'GV.SC-04'],
    pci: ['6.5.1', '12.8.3'],
    ccpa: [],
  },
  ask: async (run, tally) => {
    const missing = withoutInput(run, 'approvals');
    if (missing !== undefined) return missing;
    // What was not read at the first look would be new at the next.
    if (!KINDS.every(({ resource }) => run.isWhole(resource))) return undefined;
    const approvals = await readApprovals(run);
    // Asked even where nothing is on: what comes later is new then.
    const isFirstLook = tally.since(WORKSPACE).at === run.countedTo;
    for (const { resource, what } of KINDS) {
      for await (const { id, data } of run.records(resource)) {
        if (flagAt(data, 'enabled') === false) continue;
        const subject = subjectOf(resource, id);
        const { at, isLowerBound } = tally.since(subject);
        if (isLowerBound) continue;
        tally.saw();
        if (!approvals.isApprovedBy(subject, at))
          tally.fail(subject, `${what} is on since ${at.slice(0, 10)}, and nobody had approved it by then.`);
      }
    }
    return isFirstLook ? notApplicable('The first look: what is on now is the baseline.') : undefined;
  },
});
