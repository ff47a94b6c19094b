/**
 * Whether everything that receives data can be run in the region that the company has promised: by Segment's catalogue, by the region
 * in its own settings, or by the vendor file.
 */
import * as z from 'zod';
import { everyText, listAt } from '../../evidence/records/fields.ts';
import { notConfigured, toCheck } from '../check.ts';
import { inPart } from '../facts/inputs.ts';
import { enabledReceivers } from '../facts/receivers.ts';
import { readVendors } from '../facts/vendors.ts';

/** Regions as AWS, Google Cloud, Azure and people write them. */
const REGIONS = {
  eu: /^(eu|europe|(north|west)europe)/i,
  us: /^(us|united states|(north|south|central|east|west).*us)/i,
};

export const check = toCheck({
  id: 'DST-09',
  version: 1,
  title: 'Enabled destinations support the required region',
  area: 'destinations',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Can every enabled destination and warehouse keep data in the region that the company has promised?',
  motivation: 'A promise to keep data in a region holds only as long as each receiver can hold to it.',
  failsWhen:
    'The settings of an enabled destination or warehouse name another region, or neither the catalogue nor the vendor file lists the required region for it.',
  notApplicableWhen: 'Not configured while residency is empty.',
  indeterminateWhen:
    'Neither the catalogue nor the settings nor the vendor file says which regions it supports. The addresses that the catalogue gives for each region are not kept as evidence (not re-performable).',
  remediation:
    'Choose an endpoint in the region; or write down the legal ground for the transfer, and accept the fail in a waiver until it must be looked at again.',
  falsePositives: 'That a vendor supports a region does not prove that it stores the data there.',
  reads: ['destinations', 'warehouses'],
  uses: ['input:vendors'],
  params: z.strictObject({
    residency: z
      .enum(['eu', 'us', ''])
      .default('')
      .describe('Region in which all receivers must be able to keep data; empty: none is required.'),
  }),
  controls: {
    soc2: ['CC9.2', 'P6.1', 'C1.1'],
    iso27001: ['A.5.23', 'A.5.31'],
    iso27701: ['7.5.1', '7.5.2'],
    gdpr: ['Art.44', 'Art.45', 'Art.46'],
    hipaa: [],
    nist80053: ['SA-9(5)'],
    nistcsf: ['GV.OC-03', 'ID.AM-03'],
    pci: ['12.8.5'],
    ccpa: [],
  },
  ask: async (run, tally, { residency }) => {
    if (residency === '') return notConfigured('No region is required: policy.residency.');
    const cut = inPart(run, 'vendors');
    if (cut !== undefined) return cut;
    const vendors = await readVendors(run);
    const isThere = (region: string) => REGIONS[residency].test(region);
    for await (const receiver of enabledReceivers(run)) {
      tally.saw();
      const { subject, kind, data } = receiver;
      const own = everyText(data['settings'], '$region');
      const elsewhere = own.filter((region) => !isThere(region));
      const supported = regionsIn(listAt(data, 'metadata.supportedRegions'));
      const declared = regionsIn(listAt(vendors.of(receiver)?.data, 'regions'));
      if (elsewhere.length > 0)
        tally.fail(
          subject,
          `Its settings name ${elsewhere.join(', ')}, which is not in the ${residency.toUpperCase()}.`,
        );
      else if (own.length > 0 || [...supported, ...declared].some(isThere)) continue;
      else if (supported.length + declared.length > 0)
        tally.fail(subject, `A ${kind} that supports only ${[...supported, ...declared].join(', ')}.`);
      else
        tally.unknown(subject, 'Neither the catalogue nor the vendor file says which regions it supports.');
    }
    return undefined;
  },
});

const regionsIn = (list: readonly unknown[] | undefined) =>
  (list ?? []).filter((each) => typeof each === 'string') as readonly string[];
