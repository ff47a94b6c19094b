/**
 * Whether what is switched on is used. Segment tells how many events each source sent on each of the last days; a source
 * that the list does not name sent none.
 */
import * as z from 'zod';
import { daysBetween, listAt, numberAt, textAt } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { calledSource, isInternal, isOn, takesEvents } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'SRC-06',
  version: 1,
  title: 'Enabled sources carry traffic',
  area: 'sources',
  severity: 'low',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Has every enabled source that takes events sent any lately?',
  motivation:
    'A source that nobody uses any more still has a key with which anybody can write into the workspace.',
  failsWhen: 'It never fails. It warns where an enabled source has sent nothing for idleDays.',
  notApplicableWhen:
    'No enabled source takes events. A source that was first seen less than idleDays ago is left out. Not configured where event-volume is not collected.',
  indeterminateWhen: 'The figures do not reach back for idleDays.',
  remediation: 'Disable or delete the source, and with it its write keys.',
  falsePositives: 'Seasonal business or rare batches; what reverse ETL sends is counted elsewhere.',
  reads: ['sources', 'event-volume'],
  params: z.strictObject({
    idleDays: z
      .int()
      .min(1)
      .default(30)
      .describe('Days without an event after which a source counts as idle.'),
  }),
  controls: {
    soc2: ['CC6.1', 'CC7.1'],
    iso27001: ['A.5.9', 'A.8.9'],
    iso27701: [],
    gdpr: ['Art.5(1)(c)'],
    hipaa: [],
    nist80053: ['CM-7', 'CM-8'],
    nistcsf: ['ID.AM-08'],
    pci: ['12.5.2'],
    ccpa: ['1798.100'],
  },
  ask: async (run, tally, { idleDays }) => {
    const volume = await readVolume(run);
    let senders = 0;
    for await (const { id, data } of run.records('sources')) {
      if (!isOn(data) || isInternal(data) || takesEvents(data) !== true) continue;
      senders += 1;
      const subject = subjectOf('sources', id);
      const seen = tally.since(subject);
      const isYoung = !seen.isLowerBound && (daysBetween(seen.at, run.countedTo) ?? 0) < idleDays;
      if (isYoung) continue;
      tally.saw();
      // In figures that were not read whole, its own may be missing.
      if (!run.isWhole('event-volume')) continue;
      const last = volume.lastOf.get(id);
      const quiet = last === undefined ? volume.days : daysSince(last, run.countedTo);
      if (quiet >= idleDays)
        tally.warn(subject, `${calledSource(data)} sent nothing for ${quiet} days or more.`);
      // Days before the figures begin are not known to be quiet.
      else if (last === undefined)
        tally.unknown(
          subject,
          `${calledSource(data)} sent nothing in the ${quiet} days that Segment tells of.`,
        );
    }
    return senders === 0 ? notApplicable('No enabled source takes events.') : undefined;
  },
});

interface Volume {
  /** By source, the last day on which it sent something. */
  readonly lastOf: ReadonlyMap<string, string>;
  /** How many days the figures are of. */
  readonly days: number;
}

/** A window is asked for whole, also where no source sent anything in it. */
const ASKED_DAYS = 30;

async function readVolume(run: CheckedRun): Promise<Volume> {
  const lastOf = new Map<string, string>();
  let first: string | undefined;
  for await (const { data } of run.records('event-volume')) {
    const source = textAt(data, 'source.id');
    for (const point of listAt(data, 'series') ?? []) {
      const day = textAt(point, 'time');
      if (day === null) continue;
      if (first === undefined || day < first) first = day;
      if (source === null || (numberAt(point, 'count') ?? 0) === 0) continue;
      if (day > (lastOf.get(source) ?? '')) lastOf.set(source, day);
    }
  }
  return { lastOf, days: first === undefined ? ASKED_DAYS : daysSince(first, run.countedTo) };
}

/** Segment writes the instant of a day in several ways; the day is what counts. */
const daysSince = (day: string, at: string): number => daysBetween(`${day.slice(0, 10)}T00:00:00Z`, at) ?? 0;
