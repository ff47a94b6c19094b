/**
 * Whether somebody deleted or switched off much at once, or at an unusual hour. That is no fault by itself: somebody
 * should ask.
 */
import * as z from 'zod';
import { toCheck } from '../check.ts';
import { REVIEWS, readReviewed } from '../facts/reviewed-events.ts';
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
  motivation: 'Who has stolen an account, or leaves in anger, deletes much in a short time, at night.',
  failsWhen:
    'It never fails. It warns of an actor with more than maxPerHour such events in one hour, and of such an event outside businessHours that the file of reviews does not name.',
  notApplicableWhen: 'The workspace has no audit trail.',
  remediation: 'Ask whoever did it whether they meant it, and record the review.',
  falsePositives: 'Teams in several time zones; summer time; a migration.',
  reads: [TRAIL],
  uses: [REVIEWS],
  params: z.strictObject({
    maxPerHour: z.int().min(1).default(10).describe('Most such events of one actor in an hour of the clock.'),
    businessHours: z
      .strictObject({
        utcOffsetMinutes: z.int().min(-720).max(840),
        from: z.int().min(0).max(24),
        to: z.int().min(0).max(24),
        days: z.array(z.int().min(1).max(7)),
      })
      .default({ utcOffsetMinutes: 0, from: 7, to: 20, days: [1, 2, 3, 4, 5] })
      .describe(
        'Working hours: minutes by which clocks are ahead of UTC, first hour, the hour at which they end, and days of the week from Monday, 1.',
      ),
    systemActors: z
      .array(z.string())
      .default(['Segment'])
      .describe('Names under which the audit trail has Segment itself, in any letters.'),
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
    const reviewed = await readReviewed(run);
    const system = new Set(systemActors.map((each) => each.toLowerCase()));
    const counts = new Map<string, number>();
    for await (const event of eventsOf(run, tally)) {
      if (!DESTRUCTIVE.test(event.type) || system.has(event.actorId.toLowerCase())) continue;
      tally.saw();
      const at = timeText(event);
      const hour = `${at.slice(0, 13)} ${event.actorId}`;
      counts.set(hour, (counts.get(hour) ?? 0) + 1);
      if (!isWithinHours(event.atMs, businessHours) && !reviewed.has(event.id))
        tally.warn(subjectOf(TRAIL, event.id), `${event.type} at ${at}, outside working hours.`);
    }
    for (const [name, count] of counts) {
      const [hour, actor] = [name.slice(0, 13), name.slice(14)];
      if (count > maxPerHour)
        tally.warn(
          subjectOf('actors', actor),
          `Deleted or switched off ${count} things in the hour from ${hour}:00 UTC.`,
        );
    }
    return undefined;
  },
});

const DESTRUCTIVE = /deleted|disabled|removed/iu;
