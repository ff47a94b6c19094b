/**
 * Whether a request to delete somebody reached every destination that is switched on. How it went in each is read for every request
 * only where the configuration asks for it.
 */
import * as z from 'zod';
import { daysBetween, listAt, textAt } from '../../evidence/records/fields.ts';
import { ENDED_OTHERWISE } from '../../evidence/records/regulations.ts';
import { notApplicable, notConfigured, toCheck } from '../check.ts';
import { inPart } from '../facts/inputs.ts';
import { type EnabledReceiver, enabledReceivers } from '../facts/receivers.ts';
import { resolvedByHand } from '../facts/resolved.ts';
import { readVendors } from '../facts/vendors.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

interface Known extends EnabledReceiver {
  /** Its vendor erases by hand, as the vendor file says. */
  readonly isByHand: boolean;
  /** It was there at this instant, perhaps before. */
  readonly since: string;
}

interface Request {
  readonly subject: string;
  readonly data: unknown;
  readonly streams: readonly unknown[];
  readonly enabled: ReadonlyMap<string, Known>;
  readonly slaDays: number;
  readonly countedTo: string;
}

export const check = toCheck({
  id: 'PRV-03',
  version: 1,
  title: 'Erasure reached every destination',
  area: 'privacy',
  severity: 'high',
  confidence: 'read',
  lifecycle: 'experimental',
  pack: 'core',
  question: 'Did each request to delete a person reach every destination that holds data of that person?',
  motivation:
    'Segment deletes what it holds itself. A vendor that never heard of the request still holds data about the person.',
  failsWhen:
    'An enabled destination did not finish a request to delete, and the request is older than slaDays or has ended; or the request does not name an enabled destination that existed before it was made. Requests in resolvedRegulations, finished by hand, do not count, nor do destinations whose vendor erases by hand.',
  notApplicableWhen:
    'No request deletes anybody at a destination. Not configured while collect.include does not name regulations.',
  indeterminateWhen:
    'How a request went in each destination was not read; or a destination that the request does not name may have been added after it.',
  remediation:
    'Send the request to the vendor, write down that it was done, and name it in resolvedRegulations.',
  falsePositives: 'The destination never had data of the person.',
  reads: ['regulations', 'destinations'],
  uses: ['input:vendors'],
  params: z.strictObject({
    deletingTypes: z
      .array(z.string())
      .default(['DELETE_ONLY', 'SUPPRESS_WITH_DELETE'])
      .describe('Kinds of requests that are handed on to destinations.'),
    slaDays: z.int().min(1).default(30).describe('Most days that a request may take.'),
    resolvedRegulations: resolvedByHand(),
  }),
  controls: {
    soc2: ['P4.3', 'P6.7'],
    iso27001: ['A.8.10', 'A.5.34'],
    iso27701: ['7.3.7'],
    gdpr: ['Art.17', 'Art.19', 'Art.28'],
    hipaa: [],
    nist80053: ['SI-12(3)', 'SA-9'],
    nistcsf: ['GV.SC-07'],
    pci: [],
    ccpa: ['1798.105'],
  },
  ask: async (run, tally, { deletingTypes, slaDays, resolvedRegulations }) => {
    const cut = inPart(run, 'vendors');
    if (cut !== undefined) return cut;
    const vendors = await readVendors(run);
    const enabled = new Map<string, Known>();
    for await (const receiver of enabledReceivers(run, ['destinations'])) {
      const isByHand = textAt(vendors.of(receiver)?.data, 'erasure') === 'manual';
      enabled.set(receiver.id, { ...receiver, isByHand, since: tally.since(receiver.subject).at });
    }
    let withoutDetail = 0;
    let deleting = 0;
    for await (const { id, data } of run.records('regulations')) {
      if (!deletingTypes.includes(textAt(data, 'regulationType') ?? '')) continue;
      deleting += 1;
      const streams = listAt(data, 'streamStatus');
      if (streams === undefined) withoutDetail += 1;
      if (resolvedRegulations.includes(id)) continue;
      tally.saw();
      const subject = subjectOf('regulations', id);
      if (streams === undefined) tally.unknown(subject, 'How it went in each destination was not read.');
      else judgeRequest(tally, { subject, data, streams, enabled, slaDays, countedTo: run.countedTo });
    }
    if (deleting === 0)
      return notApplicable('No request of the last 90 days deletes anybody at a destination.');
    return deleting === withoutDetail
      ? notConfigured('Read only where collect.include names it: regulations.')
      : undefined;
  },
});

function judgeRequest(tally: Tally, { subject, data, streams, enabled, slaDays, countedTo }: Request): void {
  const createdAt = textAt(data, 'createdAt');
  const isDue = (daysBetween(createdAt, countedTo) ?? 0) > slaDays;
  const named = new Set<string>();
  for (const each of streams.flatMap((stream) => listAt(stream, 'destinationStatus') ?? [])) {
    const [id, status] = [textAt(each, 'id') ?? '', textAt(each, 'status') ?? 'nothing'];
    named.add(id);
    const known = enabled.get(id);
    if (known === undefined || known.isByHand || status === 'FINISHED') continue;
    if (isDue || ENDED_OTHERWISE.includes(status))
      tally.fail(subject, `It stands at ${status} in ${known.called} (${known.subject}).`);
  }
  const sources = new Set(streams.map((stream) => textAt(stream, 'id')));
  for (const known of enabled.values()) {
    if (named.has(known.id) || known.isByHand || !sources.has(known.sourceId)) continue;
    const wasThere = createdAt !== null && known.since <= createdAt;
    if (wasThere) tally.fail(subject, `It never reached ${known.called} (${known.subject}).`);
    else tally.unknown(subject, `It does not name ${known.called} (${known.subject}), which may be younger.`);
  }
}
