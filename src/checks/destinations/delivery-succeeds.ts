/**
 * Whether destinations take what is sent to them, over the last seven whole days before the run.
 */
import * as z from 'zod';
import { listAt, numberAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'DST-11',
  version: 2,
  title: 'Delivery to destinations succeeds',
  area: 'destinations',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'experimental',
  pack: 'optional',
  question: 'Do destinations take the events that are sent to them?',
  motivation:
    'Data that a vendor does not take is lost to whoever relies on it, and an opt-out that is not delivered is not honoured.',
  failsWhen: 'More than maxFailPct per cent of the events of seven days were not delivered to a destination.',
  notApplicableWhen:
    'No destination was sent as many as minEvents events. Not configured while collect.include does not name delivery-metrics.',
  indeterminateWhen: 'Segment names its counts in words that this version does not know.',
  remediation: 'Repair the credentials or the mapping of the destination.',
  falsePositives: 'The vendor was down for a while.',
  reads: ['delivery-metrics'],
  params: z.strictObject({
    maxFailPct: z
      .number()
      .min(0)
      .max(100)
      .default(5)
      .describe('Largest share of events that may fail, in per cent.'),
    minEvents: z
      .int()
      .min(1)
      .default(1000)
      .describe('A destination that was sent fewer events than this is not judged.'),
  }),
  controls: {
    soc2: ['A1.2', 'CC7.2', 'PI1.4'],
    iso27001: ['A.8.16'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['SI-4', 'CP-10'],
    nistcsf: ['DE.CM-06'],
    pci: ['10.7.2'],
    ccpa: [],
  },
  ask: async (run, tally, { maxFailPct, minEvents }) => {
    let enough = 0;
    for await (const { data, parent, id } of run.records('delivery-metrics')) {
      const subject = subjectOf('destinations', parent?.['destinationId'] ?? id);
      const { delivered, failed, isKnown } = countsIn(listAt(data, 'metrics'));
      const attempts = delivered + failed;
      if (!isKnown) {
        enough += 1;
        tally.saw();
        tally.unknown(subject, 'Segment names its counts in words that this version does not know.');
      }
      if (!isKnown || attempts < minEvents) continue;
      enough += 1;
      tally.saw();
      if (failed * 100 > attempts * maxFailPct) {
        tally.fail(
          subject,
          `${failed} of ${attempts} events were not delivered; at most ${maxFailPct} % are allowed.`,
        );
      }
    }
    if (enough > 0) return undefined;
    return notApplicable(`No destination was sent ${minEvents} events in seven days.`);
  },
});

const DELIVERED = /^(success|deliver)/i;
const FAILED = /(fail|discard|expire|reject|drop)/i;

function countsIn(metrics: readonly unknown[] | undefined) {
  const total = (words: RegExp) =>
    (metrics ?? [])
      .filter((metric) => words.test(textAt(metric, 'metricName') ?? ''))
      .reduce<number>((sum, metric) => sum + (numberAt(metric, 'total') ?? 0), 0);
  const [delivered, failed] = [total(DELIVERED), total(FAILED)];
  const names = (metrics ?? []).map((metric) => textAt(metric, 'metricName') ?? '');
  const isKnown = names.length === 0 || names.some((name) => DELIVERED.test(name) || FAILED.test(name));
  return { delivered, failed, isKnown };
}
