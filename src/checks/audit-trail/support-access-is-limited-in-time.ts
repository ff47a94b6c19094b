/**
 * Whether support staff of Segment came in only while somebody had let them, and were let out again. Segment ends
 * access by itself after seven days, and may write no event of it: an open end is only warned of.
 */
import * as z from 'zod';
import { DAY_MS, daysBetween, timeOf } from '../../evidence/records/fields.ts';
import { notApplicable, toCheck } from '../check.ts';
import type { CheckedRun } from '../checked-run.ts';
import { keptUnder, lasting } from '../facts/lasting.ts';
import { REVIEWS, readReviews, unreviewed } from '../facts/reviewed-events.ts';
import { coveredSince, eventsOf, TRAIL, timeText } from '../facts/trail.ts';
import { subjectOf } from '../subject.ts';
import type { Tally } from '../tally.ts';

export const check = toCheck({
  id: 'AUD-05',
  version: 1,
  title: 'Support staff of Segment had access only while it was granted',
  area: 'audit-trail',
  severity: 'medium',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Each time that Segment’s support staff had access: was it granted, and did it end in time?',
  motivation:
    'Support staff can see what an owner sees. Somebody here must have let them in, for a reason and for a time.',
  failsWhen:
    'Support staff logged in, and nobody had granted access in the maxSupportDays before, or the grant had been taken back. It warns of a grant that no event ended within maxSupportDays and that the file of reviews does not name.',
  notApplicableWhen: 'No support access was granted, or the workspace has no audit trail.',
  indeterminateWhen: 'Support staff logged in, and the trail of the days before was not read.',
  remediation: 'Take the access back, ask Segment’s support what it was used for, and record the review.',
  falsePositives: 'Segment ends access after seven days by itself, possibly without an event.',
  reads: [TRAIL],
  uses: [REVIEWS],
  params: z.strictObject({
    maxSupportDays: z.int().min(0).default(7).describe('Days for which a grant of support access may last.'),
    lookBackDays: z
      .int()
      .min(0)
      .default(90)
      .describe('Days for which something found in the audit trail stays an exception.'),
  }),
  controls: {
    soc2: ['CC6.2', 'CC9.2'],
    iso27001: ['A.5.22', 'A.8.2'],
    iso27701: [],
    gdpr: ['Art.28', 'Art.32'],
    hipaa: ['164.308(b)(1)'],
    nist80053: ['AC-2', 'MA-4', 'PS-7'],
    nistcsf: ['PR.AA-05', 'DE.CM-06'],
    pci: ['8.2.7'],
    ccpa: [],
  },
  ask: async (run, tally, { maxSupportDays, lookBackDays }) => {
    const logins = lasting(run, tally, { prefix: LOGIN, days: lookBackDays });
    for (const [id, at] of logins) tally.fail(subjectOf(TRAIL, id), noGrant(at));
    const open = keptUnder(tally, GRANT);
    const since = coveredSince(run, tally);
    const events = await supportEvents(run, tally);
    for (const { id, type, at } of events) {
      tally.saw();
      if (GRANTED.test(type)) open.set(id, at);
      else if (REVOKED.test(type)) open.clear();
      else if (logins.has(id) || [...open.values()].some((from) => isWithin(from, at, maxSupportDays)))
        continue;
      else if (since === undefined || isWithin(since, at, maxSupportDays))
        tally.unknown(
          subjectOf(TRAIL, id),
          'Support staff logged in; the trail of the days before was not read.',
        );
      else {
        tally.keep(`${LOGIN}${id}`, at);
        tally.fail(subjectOf(TRAIL, id), noGrant(at));
      }
    }
    const reviews = await readReviews(run);
    for (const [id, at] of open) {
      const days = daysBetween(at, run.countedTo) ?? 0;
      if (days > lookBackDays) continue;
      tally.keep(`${GRANT}${id}`, at);
      if (days > maxSupportDays && unreviewed(reviews, { id, at }, run.countedTo) !== undefined)
        tally.warn(
          subjectOf(TRAIL, id),
          `Granted ${days} days ago, and no event tells that it was taken back.`,
        );
    }
    if (events.length + open.size + logins.size > 0) return undefined;
    return notApplicable('No support access was granted in the time that was read.');
  },
});

const [GRANT, LOGIN] = ['open grant ', 'login '];
const GRANTED = /support.?access.?granted/iu;
const REVOKED = /support.?access.?revoked/iu;
const SUPPORT = /support.?(login|access.?(granted|revoked))/iu;

const noGrant = (at: string) => `Support staff logged in at ${at} without a grant.`;

/** Whether an instant is at most so many days after another. */
function isWithin(from: string, at: string, days: number): boolean {
  const afterMs = (timeOf(at) ?? 0) - (timeOf(from) ?? 0);
  return afterMs >= 0 && afterMs <= days * DAY_MS;
}

/** Returns the events about support access, oldest first. */
async function supportEvents(run: CheckedRun, tally: Tally) {
  const found: { readonly id: string; readonly type: string; readonly at: string }[] = [];
  for await (const event of eventsOf(run, tally))
    if (SUPPORT.test(event.type)) found.push({ id: event.id, type: event.type, at: timeText(event) });
  return found.sort((one, other) => (one.at < other.at ? -1 : 1));
}
