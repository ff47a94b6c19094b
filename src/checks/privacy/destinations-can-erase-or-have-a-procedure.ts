/**
 * Whether everybody who receives personal data can be made to erase it: by a request that Segment hands on, or by hand, as the vendor
 * file says.
 */
import * as z from 'zod';
import { flagAt, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { withoutInput } from '../facts/inputs.ts';
import { enabledReceivers } from '../facts/receivers.ts';
import { readVendors } from '../facts/vendors.ts';

export const check = toCheck({
  id: 'PRV-06',
  version: 1,
  title: 'Every destination can erase, or has a procedure by hand',
  area: 'privacy',
  severity: 'medium',
  confidence: 'declared',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Is there a way to erase a person from every destination that has personal data?',
  motivation: 'A request gets stuck at a vendor that cannot erase by itself, if nobody writes to it.',
  failsWhen:
    'An enabled destination is not in erasureCapableSlugs, and the vendor file says neither that the vendor erases on request nor that it is done by hand.',
  notApplicableWhen:
    'Not configured while no vendor file is given. A vendor whose record says that it gets no personal data is not looked at.',
  indeterminateWhen:
    'Segment gives neither the slug nor the name of what kind of destination or warehouse it is.',
  remediation:
    'Write down whom to ask and how long it takes, and say so in the vendor file (erasure: manual).',
  falsePositives: 'Which vendors can erase changes over time: keep the file up to date.',
  reads: ['destinations', 'input:vendors'],
  params: z.strictObject({
    erasureCapableSlugs: z
      .array(z.string())
      .default([])
      .describe('Slugs of destinations that erase when Segment asks them to.'),
  }),
  controls: {
    soc2: ['P4.3', 'CC9.2'],
    iso27001: ['A.8.10'],
    iso27701: ['7.4.8'],
    gdpr: ['Art.17', 'Art.19', 'Art.28'],
    hipaa: ['164.504(e)'],
    nist80053: ['SI-12(3)', 'SA-9'],
    nistcsf: ['GV.SC-07'],
    pci: [],
    ccpa: ['1798.105'],
  },
  ask: async (run, tally, { erasureCapableSlugs }) => {
    const missing = withoutInput(run, 'vendors');
    if (missing !== undefined) return missing;
    const vendors = await readVendors(run);
    for await (const receiver of enabledReceivers(run, ['destinations'])) {
      const vendor = vendors.of(receiver)?.data;
      if (flagAt(vendor, 'personalData') === false) continue;
      tally.saw();
      const { slug, subject, called } = receiver;
      if (slug !== null && erasureCapableSlugs.includes(slug)) continue;
      const erasure = textAt(vendor, 'erasure');
      if (erasure === 'api' || erasure === 'manual') continue;
      if (slug === null && receiver.vendor === null)
        tally.unknown(subject, 'Segment does not say whose it is.');
      else tally.fail(subject, `Nothing says how ${called} erases a person.`);
    }
    return undefined;
  },
});
