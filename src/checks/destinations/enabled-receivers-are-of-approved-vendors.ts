/**
 * Whether everything that receives data now is of a vendor in the company's own file. A receiver that no vendor stands for, such as a
 * webhook, is of the vendor whose hosts its settings name.
 */
import * as z from 'zod';
import { toCheck } from '../check.ts';
import { withoutInput } from '../facts/inputs.ts';
import { enabledReceivers } from '../facts/receivers.ts';
import { readVendors } from '../facts/vendors.ts';

export const check = toCheck({
  id: 'DST-01',
  version: 2,
  title: 'Every enabled destination and warehouse is of an approved vendor',
  area: 'destinations',
  severity: 'critical',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does everything that receives customer data belong to a vendor that the company has approved?',
  motivation:
    'Switching a destination on takes one click. A vendor that nobody has looked at gets customer data the same minute.',
  failsWhen:
    'A destination or warehouse that is switched on belongs to no vendor of the vendor file: neither its slug or name nor a host in its settings is there.',
  notApplicableWhen: 'Not configured while no vendor file is given.',
  indeterminateWhen:
    'Segment gives neither the slug nor the name of what kind of destination or warehouse it is.',
  remediation: 'Switch it off, or have the vendor reviewed and name it in the vendor file.',
  falsePositives: 'A webhook or function destination hides who is behind it: name the host with its vendor.',
  reads: ['destinations', 'warehouses', 'input:vendors'],
  params: z.strictObject({}),
  controls: {
    soc2: ['CC9.2', 'P6.1', 'P6.4', 'CC6.7'],
    iso27001: ['A.5.19', 'A.5.20', 'A.5.23'],
    iso27701: ['7.2.6', '7.5.4'],
    gdpr: ['Art.28', 'Art.44'],
    hipaa: ['164.308(b)(1)', '164.502(e)(1)'],
    nist80053: ['SA-9', 'AC-4', 'AC-20', 'CA-3'],
    nistcsf: ['GV.SC-04', 'ID.AM-04'],
    pci: ['12.8.1', '12.8.2'],
    ccpa: ['1798.100', '1798.140'],
  },
  ask: async (run, tally) => {
    const missing = withoutInput(run, 'vendors');
    if (missing !== undefined) return missing;
    const vendors = await readVendors(run);
    for await (const receiver of enabledReceivers(run)) {
      tally.saw();
      if (vendors.of(receiver) !== undefined) continue;
      const { subject, kind, slug, vendor, called } = receiver;
      if (slug === null && vendor === null) tally.unknown(subject, 'Segment does not say whose it is.');
      else tally.fail(subject, `A ${kind} of ${called}, which is not in the vendor file.`);
    }
    return undefined;
  },
});
