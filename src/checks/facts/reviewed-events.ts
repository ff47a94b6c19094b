/**
 * Whether somebody has looked at events of the audit trail in time. Each event is read once, so what nobody has reviewed
 * yet is kept from run to run until somebody has.
 */
import { daysBetween, textAt } from '../../evidence/records/fields.ts';
import type { NotAsked } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';
import { hasCome, INPUT_FILE, isGiven, withoutInput } from './inputs.ts';
import { keptUnder } from './lasting.ts';
import { eventsOf, TRAIL, timeText } from './trail.ts';

export const REVIEWS = 'input:reviews';
/** A file of reviews was given once: from then on all events are kept, though it is missing in between. */
const GIVEN = 'reviews given';
const PENDING = 'to review: ';

/** Of events, by their ids, the day on which somebody says to have reviewed them. */
type Reviews = ReadonlyMap<string, string | null>;

export async function readReviews(run: CheckedRun): Promise<Reviews> {
  const reviews = new Map<string, string | null>();
  for await (const { id, data } of run.records(REVIEWS))
    if (id !== INPUT_FILE) reviews.set(id, textAt(data, 'reviewedOn'));
  return reviews;
}

/** Returns why an event counts as one that nobody has reviewed; undefined where somebody has. `at`: when it happened. */
export function unreviewed(
  reviews: Reviews,
  { id, at }: { readonly id: string; readonly at: string },
  countedTo: string,
): string | undefined {
  const on = reviews.get(id);
  if (on === undefined) return 'nobody has recorded a review';
  if (on === null) return undefined;
  if (!hasCome(on, countedTo)) return `its review is of ${on}, a day that had not come`;
  return hasCome(at.slice(0, 10), `${on}T00:00:00Z`)
    ? undefined
    : `its review is of ${on}, before it happened`;
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
  const reviews = await readReviews(run);
  const events = keptUnder(tally, PENDING);
  for await (const event of eventsOf(run, tally))
    if (fits(event.type)) events.set(`${event.id} ${event.type}`, timeText(event));
  tally.saw(events.size);
  for (const [name, at] of events) {
    const [id = '', ...type] = name.split(' ');
    const why = unreviewed(reviews, { id, at }, run.countedTo);
    if (why === undefined) continue;
    tally.keep(`${PENDING}${name}`, at);
    const days = daysBetween(at, run.countedTo) ?? 0;
    if (missing !== undefined || days <= withinDays) continue;
    const detail = `${type.join(' ')}, ${days} days ago: ${why}.`;
    if (run.isWhole(REVIEWS)) tally.fail(subjectOf(TRAIL, id), detail);
    else tally.unknown(subjectOf(TRAIL, id), detail);
  }
  return missing;
}
