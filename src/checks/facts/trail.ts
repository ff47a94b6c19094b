/** The audit trail as checks see it: each event is read by the one run whose stretch of time it falls into. */
import { type AuditEvent, toEvent } from '../../evidence/changes/event-kinds.ts';
import { isNothingThere } from '../../evidence/records/whole.ts';
import type { CheckedRun } from '../checked-run.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const TRAIL = 'audit-events';

/** Whether the workspace has no audit trail at all, which is no gap. */
export const hasNoTrail = (run: CheckedRun): boolean =>
  isNothingThere(run.entry(TRAIL) ?? { outcome: 'unknown' });

/** Yields the events of this run. Of one without a time nobody can tell. */
export async function* eventsOf(run: CheckedRun, tally: Tally): AsyncIterable<AuditEvent> {
  for await (const record of run.records(TRAIL)) {
    const event = toEvent(record);
    if (event === undefined) tally.unknown(subjectOf(TRAIL, record.id), 'This event has no time.');
    else yield event;
  }
}

/** When an event happened, as ISO 8601 in UTC. */
export const timeText = ({ atMs }: Pick<AuditEvent, 'atMs'>): string => new Date(atMs).toISOString();

const [FROM, TO] = ['trail from', 'trail to'];

/**
 * Returns since when the trail has been read without a hole, by this run and those before it; undefined where this run
 * could not read it whole.
 */
export function coveredSince(run: CheckedRun, tally: Tally): string | undefined {
  const window = run.entry(TRAIL)?.window;
  if (window === undefined || !run.isWhole(TRAIL)) return undefined;
  const [from, to] = [tally.kept.get(FROM), tally.kept.get(TO)];
  const since = from !== undefined && to !== undefined && window.from <= to ? from : window.from;
  tally.keep(FROM, since);
  tally.keep(TO, window.wholeTo);
  return since;
}
