/**
 * Whether the audit trail has a change by the actor under which it knows the token of the collector. A trail that tells
 * of nothing supports nothing.
 */
import * as z from 'zod';
import { isChange } from '../../evidence/changes/event-kinds.ts';
import { daysBetween } from '../../evidence/records/fields.ts';
import { notApplicable, notConfigured, toCheck } from '../check.ts';
import { lasting } from '../facts/lasting.ts';
import { eventsOf, hasNoTrail, TRAIL, timeText } from '../facts/trail.ts';
import { subjectOf, WORKSPACE } from '../subject.ts';

export const check = toCheck({
  id: 'TOK-06',
  version: 1,
  title: 'The audit trail has no change by the collector',
  area: 'token',
  severity: 'critical',
  confidence: 'read',
  lifecycle: 'stable',
  pack: 'core',
  question: 'Does the audit trail confirm that the collector only read?',
  motivation:
    'The token of the collector could change everything. That it never does must be shown by somebody other than the collector: by Segment.',
  failsWhen: 'An event under collectorActor changed something.',
  notApplicableWhen:
    'Not configured while the connection declares no collectorActor. The workspace has no audit trail.',
  indeterminateWhen: 'The audit trail tells of nothing that anybody did within controlDays.',
  remediation: 'Delete the token at once, and treat it as an incident: somebody else may have it.',
  falsePositives: 'The token is used by another tool as well, which is a finding of its own.',
  reads: [TRAIL],
  params: z.strictObject({
    expectedReadTypes: z
      .array(z.string())
      .default(['Profiles Sync Warehouse Retrieved'])
      .describe('Types of events that mere reading causes.'),
    controlDays: z
      .int()
      .min(1)
      .default(30)
      .describe(
        'The trail is believed only where it tells of something, done by anybody, within so many days.',
      ),
    lookBackDays: z
      .int()
      .min(0)
      .default(90)
      .describe('Days for which something found in the audit trail stays an exception.'),
  }),
  controls: {
    soc2: ['CC6.3', 'CC7.2'],
    iso27001: ['A.8.2', 'A.5.28'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(c)(1)'],
    nist80053: ['AC-6', 'AC-6(9)', 'AU-6'],
    nistcsf: ['PR.AA-05'],
    pci: ['7.2.5'],
    ccpa: [],
  },
  ask: async (run, tally, { expectedReadTypes, controlDays, lookBackDays }) => {
    const { collectorActor } = run.facts;
    if (hasNoTrail(run)) return notApplicable('The workspace has no audit trail.');
    if (collectorActor === undefined)
      return notConfigured(
        'Under which actor the audit trail has the collector is not declared: connections[].collectorActor.',
      );
    for (const [name, at] of lasting(run, tally, { prefix: CHANGE, days: lookBackDays }))
      tally.fail(subjectOf(TRAIL, name), `Changed something at ${at}, under the actor of the collector.`);
    let newest = tally.kept.get(NEWEST);
    for await (const event of eventsOf(run, tally)) {
      tally.saw();
      const [at, subject] = [timeText(event), subjectOf(TRAIL, event.id)];
      if (newest === undefined || newest < at) newest = at;
      const isOwn = event.actorId === collectorActor || event.actor === collectorActor;
      if (!isOwn || expectedReadTypes.includes(event.type) || tally.kept.has(`${CHANGE}${event.id}`))
        continue;
      if (!isChange(event))
        tally.warn(
          subject,
          `${event.type}, under the actor of the collector: it changes nothing, and is not expected.`,
        );
      else {
        tally.keep(`${CHANGE}${event.id}`, at);
        tally.fail(subject, `${event.type}, under the actor of the collector.`);
      }
    }
    if (newest !== undefined) tally.keep(NEWEST, newest);
    if (newest === undefined || (daysBetween(newest, run.countedTo) ?? 0) > controlDays)
      tally.unknown(
        WORKSPACE,
        `The audit trail tells of nothing in ${controlDays} days: nothing shows that it tells of what happens.`,
      );
    return undefined;
  },
});

const CHANGE = 'change ';
const NEWEST = 'newest event';
