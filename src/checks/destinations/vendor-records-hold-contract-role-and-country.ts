/**
 * Whether the vendor file says, for each vendor that gets personal data now, under which contract, in which role and in which
 * country, and that somebody has looked at it not long ago.
 */
import * as z from 'zod';
import { type Data, flagAt, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { daysSinceDate, hasCome, withoutInput } from '../facts/inputs.ts';
import { enabledReceivers } from '../facts/receivers.ts';
import { readVendors, type Vendor } from '../facts/vendors.ts';
import { subjectOf } from '../subject.ts';

const NEEDED = ['contract', 'role', 'country', 'reviewedOn'] as const;

export const check = toCheck({
  id: 'DST-02',
  version: 2,
  title: 'Vendor records hold contract, role, country and a recent review',
  area: 'destinations',
  severity: 'high',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Does the record of every vendor that receives personal data name contract, role and country, and a recent review?',
  motivation:
    'Without a contract personal data must not be handed on, and the record of processing must name the vendor’s role and country.',
  failsWhen:
    'A vendor of an enabled destination or warehouse has no record; or its record lacks contract, role, country or review; or the last review was more than reviewMaxAgeDays ago.',
  notApplicableWhen:
    'Not configured while no vendor file is given. A vendor whose record says that it gets no personal data is not looked at.',
  indeterminateWhen:
    'Segment gives neither the slug nor the name of what kind of destination or warehouse it is.',
  remediation: 'Complete the record in the vendor file; review the vendor.',
  falsePositives: 'The country is where the vendor processes data, not where it has its seat.',
  reads: ['destinations', 'warehouses', 'input:vendors'],
  params: z.strictObject({
    reviewMaxAgeDays: z.int().min(1).default(365).describe('Most days since a vendor was last reviewed.'),
  }),
  controls: {
    soc2: ['CC9.2', 'P6.4'],
    iso27001: ['A.5.20', 'A.5.22'],
    iso27701: ['7.5.1', '7.5.2'],
    gdpr: ['Art.28', 'Art.30', 'Art.44', 'Art.46'],
    hipaa: ['164.504(e)', '164.308(b)(1)'],
    nist80053: ['SA-9', 'SA-9(5)', 'SR-6'],
    nistcsf: ['GV.SC-07'],
    pci: ['12.8.3', '12.8.4'],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, { reviewMaxAgeDays }) => {
    const missing = withoutInput(run, 'vendors');
    if (missing !== undefined) return missing;
    const vendors = await readVendors(run);
    const inUse = new Map<string, Vendor>();
    for await (const receiver of enabledReceivers(run)) {
      const vendor = vendors.of(receiver);
      if (vendor !== undefined) inUse.set(vendor.id, vendor);
      else {
        tally.saw();
        if (receiver.slug === null && receiver.vendor === null)
          tally.unknown(receiver.subject, 'Segment does not say whose it is.');
        else tally.fail(receiver.subject, `There is no vendor record for ${receiver.called}.`);
      }
    }
    for (const { id, called, data } of inUse.values()) {
      if (flagAt(data, 'personalData') === false) continue;
      tally.saw();
      for (const detail of gapsOf(data, run.countedTo, reviewMaxAgeDays))
        tally.fail(subjectOf('input:vendors', id), `The record of ${called} ${detail}.`);
    }
    return undefined;
  },
});

function gapsOf(data: Data, countedTo: string, reviewMaxAgeDays: number): readonly string[] {
  const missing = NEEDED.filter((name) => (textAt(data, name) ?? '').trim() === '');
  const reviewedOn = textAt(data, 'reviewedOn');
  const days = daysSinceDate(reviewedOn, countedTo) ?? Number.NaN;
  return [
    ...(missing.length === 0 ? [] : [`has no ${missing.join(', ')}`]),
    ...(Number.isNaN(days) && !missing.includes('reviewedOn') ? ['says of its review no date'] : []),
    ...(reviewedOn !== null && !Number.isNaN(days) && !hasCome(reviewedOn, countedTo)
      ? [`was reviewed on ${reviewedOn}, a day that had not come`]
      : []),
    ...(days > reviewMaxAgeDays
      ? [`was reviewed ${days} days ago, at most ${reviewMaxAgeDays} are allowed`]
      : []),
  ];
}
