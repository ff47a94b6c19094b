/**
 * Whether somebody has looked at events of the audit trail in time. Each event is read once, so what nobody has reviewed
 * yet is kept from run to run until somebody has.
 */
import { daysBetween } from '../../evidence/records/fields.ts';
import type { NotAsked } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';
import { INPUT_FILE, isGiven, withoutInput } from './inputs.ts';
import { keptUnder } from './lasting.ts';
import { eventsOf, TRAIL, timeText } from './trail.ts';

export const REVIEWS = 'input:reviews';
/** A file of reviews was given once: from then on all events are kept, though it is missing in between. */
const GIVEN = 'reviews given';
const PENDING = 'to review: ';

/** Ids of the events that somebody has reviewed. */
export async function readReviewed(run: CheckedRun): Promise<ReadonlySet<string>> {
  const reviewed = new Set<string>();
  for await (const { id } of run.records(REVIEWS)) if (id !== INPUT_FILE) reviewed.add(id);
  return reviewed;
}

/** Asks it of the events whose type fits. */
export async function askForReviews(
  run: CheckedRun,
  tally: Tally,
  { fits, withinDays }: { readonly fits: (type: string) => boolean; readonly withinDays: number },
): Promise<NotAsked | undefined> {
  const missing = withoutInput(run, 'reviews');
  if (!isGiven(run, 'reviews') && !tally.kept.has(GIVEN)) return missing;
  tally.keep(GIVEN, tally.kept.get(GIVEN) ?? run.countedTo);
  const reviewed = await readReviewed(run);
  const events = keptUnder(tally, PENDING);
  for await (const event of eventsOf(run, tally))
    if (fits(event.type)) events.set(`${event.id} ${event.type}`, timeText(event));
  tally.saw(events.size);
  for (const [name, at] of events) {
    const [id = '', ...type] = name.split(' ');
    if (reviewed.has(id)) continue;
    tally.keep(`${PENDING}${name}`, at);
    const days = daysBetween(at, run.countedTo) ?? 0;
    if (missing !== undefined || days <= withinDays) continue;
    const detail = `${type.join(' ')}, ${days} days ago: nobody has recorded a review.`;
    if (run.isWhole(REVIEWS)) tally.fail(subjectOf(TRAIL, id), detail);
    else tally.unknown(subjectOf(TRAIL, id), detail);
  }
  return missing;
}
