/**
 * Since when a source is switched off. Segment does not say: the audit trail does where the event is in it, else it is so
 * since the first look that saw it.
 */
import * as z from 'zod';
import type { StoredRecord } from '../../../schemas/lines.ts';
import { daysBetween, textAt } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { environmentOf, environmentShape } from '../facts/environments.ts';
import { calledSource, isInternal, isOn } from '../facts/source-kinds.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'SRC-07',
  version: 1,
  title: 'Disabled sources are retired',
  area: 'sources',
  severity: 'low',
  confidence: 'inferred',
  lifecycle: 'experimental',
  pack: 'optional',
  question: 'Is every source that was switched off deleted after a while?',
  motivation:
    'What stays switched off for months is forgotten, and can be switched on again with its old keys.',
  failsWhen:
    'It never fails. It warns where a source has been disabled for more than retireDays, or where Segment itself disabled a source of production.',
  indeterminateWhen:
    'A source was disabled already in the first run, and the audit trail does not say since when.',
  remediation: 'Delete the source, or write down why it is kept.',
  falsePositives: 'Segment itself disables a source without an enabled destination after 14 days.',
  reads: ['sources'],
  uses: ['audit-events'],
  params: z.strictObject({
    ...environmentShape,
    retireDays: z.int().min(0).default(90).describe('Days for which a source may stay disabled.'),
  }),
  controls: {
    soc2: ['CC6.1', 'CC7.1'],
    iso27001: ['A.5.9'],
    iso27701: [],
    gdpr: ['Art.5(1)(e)'],
    hipaa: [],
    nist80053: ['CM-8'],
    nistcsf: ['ID.AM-08'],
    pci: ['12.5.1'],
    ccpa: [],
  },
  ask: async (run, tally, params) => {
    const disabled: StoredRecord[] = [];
    for await (const record of run.records('sources')) {
      if (isInternal(record.data)) continue;
      tally.saw();
      if (!isOn(record.data)) disabled.push(record);
    }
    const events = await readDisabling(run, new Set(disabled.map(({ id }) => id)));
    for (const record of disabled) {
      const event = events.get(record.id);
      judgeDisabled(record, { event, at: run.countedTo, most: params.retireDays }, tally);
      if (event?.bySegment && environmentOf(record.data, params) === 'production')
        tally.warn(
          subjectOf('sources', record.id),
          `Segment itself disabled ${calledSource(record.data)}, which is production.`,
        );
    }
    return undefined;
  },
});

interface Disabling {
  readonly at: string;
  readonly bySegment: boolean;
}

function judgeDisabled(
  { id, data }: StoredRecord,
  { event, at, most }: { readonly event: Disabling | undefined; readonly at: string; readonly most: number },
  tally: Tally,
): void {
  const subject = subjectOf('sources', id);
  const seen = tally.since(subject);
  const days = daysBetween(event?.at ?? seen.at, at) ?? 0;
  if (days > most) tally.warn(subject, `${calledSource(data)} is disabled for ${days} days or more.`);
  else if (event === undefined && seen.isLowerBound)
    tally.unknown(
      subject,
      `${calledSource(data)} is disabled for at least ${days} days: it was at the first look.`,
    );
}

/** Reads when some sources were last disabled. */
async function readDisabling(
  run: CheckedRun,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Disabling>> {
  const events = new Map<string, Disabling>();
  for await (const { data } of run.records('audit-events')) {
    const id = textAt(data, 'resourceId') ?? '';
    const at = textAt(data, 'timestamp') ?? '';
    if (textAt(data, 'type') !== 'Source Disabled' || !ids.has(id)) continue;
    if (at > (events.get(id)?.at ?? ''))
      events.set(id, { at, bySegment: textAt(data, 'actor') === 'Segment' });
  }
  return events;
}
