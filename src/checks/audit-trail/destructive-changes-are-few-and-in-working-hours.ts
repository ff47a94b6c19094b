/**
 * Whether somebody deleted or switched off much at once, or at an unusual hour. That is no fault by itself: somebody
 * should ask.
 */
import * as z from 'zod';
import { timeOf } from '../../evidence/records/fields.ts';
import { toCheck } from '../check.ts';
import { keptUnder } from '../facts/lasting.ts';
import { REVIEWS, readReviews, unreviewed } from '../facts/reviewed-events.ts';
import { eventsOf, TRAIL, timeText } from '../facts/trail.ts';
import { isWithinHours } from '../facts/working-hours.ts';
import { subjectOf } from '../subject.ts';

export const check = toCheck({
  id: 'AUD-06',
  version: 1,
  title: 'Nothing was deleted or switched off in bulk or at an unusual hour',
  area: 'audit-trail',
  severity: 'medium',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'optional',
  question: 'Was everything that was deleted or switched off done one by one, and in working hours?',
  motivation:
    'Somebody who has stolen an account, or who leaves in anger, tends to delete much in a short time, or at night.',
  failsWhen:
    'It never fails. It warns of anybody who deleted or switched off more than maxPerHour things in one hour, and of each that was deleted or switched off outside businessHours and that the file of reviews does not name.',
  notApplicableWhen: 'The workspace has no audit trail.',
  remediation: 'Ask the person who did it whether it was meant, and record the review.',
  falsePositives: 'Teams in several time zones; summer time; a migration.',
  reads: [TRAIL],
  uses: [REVIEWS],
  params: z.strictObject({
    maxPerHour: z
      .int()
      .min(1)
      .default(10)
      .describe('Most things that one person or program may delete or switch off in one hour of the clock.'),
    businessHours: z
      .strictObject({
        utcOffsetMinutes: z.int().min(-720).max(840),
        from: z.int().min(0).max(24),
        to: z.int().min(0).max(24),
        days: z.array(z.int().min(1).max(7)),
      })
      .default({ utcOffsetMinutes: 0, from: 7, to: 20, days: [1, 2, 3, 4, 5] })
      .describe(
        'Working hours: by how many minutes your clocks are ahead of UTC; the hour at which work begins; the hour at which it ends; the days of the week, Monday being 1.',
      ),
    systemActors: z
      .array(z.string())
      .default(['Segment'])
      .describe('Names that the audit trail uses for Segment itself; upper and lower case are alike.'),
  }),
  controls: {
    soc2: ['CC7.2', 'CC7.3'],
    iso27001: ['A.8.16'],
    iso27701: [],
    gdpr: ['Art.32', 'Art.33'],
    hipaa: ['164.308(a)(6)(ii)'],
    nist80053: ['SI-4', 'AU-6', 'IR-5'],
    nistcsf: ['DE.AE-02', 'DE.AE-03'],
    pci: ['10.4.1.1'],
    ccpa: [],
  },
  ask: async (run, tally, { maxPerHour, businessHours, systemActors }) => {
    const reviews = await readReviews(run);
    const system = new Set(systemActors.map((each) => each.toLowerCase()));
    const before = keptUnder(tally, COUNTED);
    const counted = new Map(before);
    for await (const event of eventsOf(run, tally)) {
      if (!DESTRUCTIVE.test(event.type) || system.has(event.actorId.toLowerCase())) continue;
      tally.saw();
      const at = timeText(event);
      counted.set(JSON.stringify([event.actorId, event.id]), at);
      if (
        !isWithinHours(event.atMs, businessHours) &&
        unreviewed(reviews, { id: event.id, at }, run.countedTo) !== undefined
      )
        tally.warn(subjectOf(TRAIL, event.id), `${event.type} at ${at}, outside working hours.`);
    }
    const open = hourOf(new Date((timeOf(run.entry(TRAIL)?.window?.to ?? run.countedTo) ?? 0) - OVERLAP_MS));
    for (const [name, at] of counted) if (at.slice(0, 13) >= open) tally.keep(`${COUNTED}${name}`, at);
    for (const { hour, actor, count, isTold } of bulksOf(counted, before))
      if (count > maxPerHour && !isTold)
        tally.warn(
          subjectOf('actors', actor),
          `Deleted or switched off ${count} things in the hour from ${hour}:00 UTC.`,
        );
    return undefined;
  },
});

/** What was done in an hour that was not over yet: the next run goes on counting, and reads some of it once more. */
const COUNTED = 'done in the last hour: ';
const OVERLAP_MS = 10 * 60 * 1000;

const hourOf = (at: Date): string => at.toISOString().slice(0, 13);

interface Bulk {
  readonly hour: string;
  readonly actor: string;
  count: number;
  /** Nothing in it is new: an earlier run has told it. */
  isTold: boolean;
}

/** Returns how much each actor did in each hour. */
function bulksOf(counted: ReadonlyMap<string, string>, before: ReadonlyMap<string, string>): Iterable<Bulk> {
  const bulks = new Map<string, Bulk>();
  for (const [name, at] of counted) {
    const [actor] = JSON.parse(name) as readonly [string, string];
    const hour = at.slice(0, 13);
    const bulk = bulks.get(`${hour} ${actor}`) ?? { hour, actor, count: 0, isTold: true };
    bulks.set(`${hour} ${actor}`, bulk);
    bulk.count += 1;
    if (!before.has(name)) bulk.isTold = false;
  }
  return bulks.values();
}

const DESTRUCTIVE = /deleted|disabled|removed/iu;
