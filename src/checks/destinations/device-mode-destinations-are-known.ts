/**
 * Which destinations on websites and in apps may get data straight from the device, past everything that Segment does to it. Neither
 * whether they do nor whether they can is sealed: somebody has to look, and say so.
 */
import * as z from 'zod';
import { listAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { anyPattern, toPattern } from '../facts/patterns.ts';
import { enabledReceivers } from '../facts/receivers.ts';

const CLIENTS: readonly unknown[] = ['Website', 'Mobile', 'Ott'];
const isClient = (category: unknown) => CLIENTS.includes(category);

export const check = toCheck({
  id: 'DST-10',
  version: 1,
  title: 'Destinations that may run on devices are known',
  area: 'destinations',
  severity: 'high',
  confidence: 'declared',
  lifecycle: 'experimental',
  pack: 'core',
  question: 'Has somebody looked at every destination that may run in a browser or an app?',
  motivation:
    'What runs on the device sends data to the vendor itself: suppression and most filters do not apply to it.',
  failsWhen:
    'It never fails. It warns of an enabled destination on a website or app whose name says that it runs on the device, and that is not in reviewedOnDevice.',
  notApplicableWhen: 'No enabled destination is on a website or app.',
  indeterminateWhen:
    'Whether a destination can run on a device is said only in Segment’s catalogue, which is not kept as evidence. So nobody can tell of a destination until reviewedOnDevice names it (not re-performable).',
  remediation:
    'Prefer cloud mode; look at what the script sends, and name the destination in reviewedOnDevice.',
  falsePositives: 'That a destination can run on a device does not mean that it does.',
  reads: ['destinations', 'sources'],
  params: z.strictObject({
    reviewedOnDevice: z
      .array(z.string())
      .default([])
      .describe('Ids or slugs of destinations that somebody has looked at.'),
    deviceModePattern: anyPattern(
      '(device[-_ ]?mode|web mode|[-_]web$|google-tag-manager|gtag)',
      'What is in the slug or name, in Segment’s catalogue, of a destination that runs on the device.',
    ),
  }),
  controls: {
    soc2: ['CC6.7', 'CC9.2'],
    iso27001: ['A.8.12', 'A.5.21'],
    iso27701: [],
    gdpr: ['Art.5(1)(c)', 'Art.25'],
    hipaa: ['164.502(b)'],
    nist80053: ['AC-4', 'SA-9', 'SC-18'],
    nistcsf: ['ID.AM-03'],
    pci: ['6.4.3', '11.6.1'],
    ccpa: ['1798.120', '1798.135'],
  },
  ask: async (run, tally, { reviewedOnDevice, deviceModePattern }) => {
    const [isNamed, clients] = [toPattern(deviceModePattern), new Set<string>()];
    const sources = new Set<string>();
    for await (const { id, data } of run.records('sources')) {
      sources.add(id);
      if ((listAt(data, 'metadata.categories') ?? []).some(isClient)) clients.add(id);
    }
    let onClients = 0;
    for await (const { id, subject, slug, called, sourceId } of enabledReceivers(run, ['destinations'])) {
      const isUnknown = !sources.has(sourceId ?? '');
      if (!isUnknown && !clients.has(sourceId ?? '')) continue;
      onClients += 1;
      tally.saw();
      if (reviewedOnDevice.includes(id) || (slug !== null && reviewedOnDevice.includes(slug))) continue;
      if (isUnknown) tally.unknown(subject, 'Its source is not in the list of sources.');
      else if (isNamed.test(slug ?? '') || isNamed.test(called))
        tally.warn(subject, `${called} runs on the device, past what Segment holds back.`);
      else
        tally.unknown(
          subject,
          `Whether ${called} runs on the device is not re-performable: nobody has looked.`,
        );
    }
    return onClients === 0 ? notApplicable('No destination is on a website or app.') : undefined;
  },
});
