/** What `changes --json` prints: the ledger of what changed, and what it rests on. */
import * as z from 'zod';
import { instant } from '../manifest.ts';
import { span } from './calendar.ts';
import { snapshotName, standing } from './population.ts';

const count = z.int().nonnegative();

/** An event of the audit trail. */
export const event = {
  eventId: z.string().describe('Id of a record of audit-events.'),
  type: z.string(),
  actor: z.string().describe('E-mail of the actor; without one, the id that the trail gives.'),
  at: instant,
};

const field = z.strictObject({
  pointer: z.string().describe('RFC 6901, in the line of the record.'),
  before: z.unknown().optional().describe('Absent: the field was not there.'),
  after: z.unknown().optional().describe('Absent: the field is no longer there.'),
  added: z.array(z.unknown()).optional().describe('Of a list whose order means nothing: its new items.'),
  removed: z.array(z.unknown()).optional().describe('Of such a list: the items that are gone.'),
});

const change = z.strictObject({
  resource: z.string(),
  id: z.string(),
  name: z.string().optional(),
  change: z
    .enum(['added', 'removed', 'changed', 'came-and-went'])
    .describe('came-and-went: only audit events tell of it; neither of the two readings has it.'),
  fields: z.array(field).optional(),
  window: z
    .strictObject({ after: instant, before: instant })
    .describe('It was not so yet when the first of the two readings began, and was when the second ended.'),
  at: instant.optional().describe('Of the event that made it so.'),
  actor: event.actor.optional(),
  explanation: z
    .enum(['explained', 'unexplained', 'vendor', 'not-known'])
    .describe(
      'unexplained: the trail was read, and no event is about it; vendor: only what Segment’s catalogue says is different; not-known: the trail was not read, or never tells of such records.',
    ),
  explainedBy: z.array(z.strictObject(event)),
  basis: z.enum(['difference', 'audit-events', 'both']),
});

export const changesDocument = z.strictObject({
  schema: z.literal('segment-evidence/changes/v1'),
  standing,
  from: instant,
  to: instant,
  connection: z.string(),
  snapshots: z.array(snapshotName).describe('Those that were compared, in the order of time.'),
  covered: z
    .array(span)
    .describe('Where every resource that was compared was whole on both sides, and the audit trail too.'),
  counts: z.strictObject({
    total: count,
    unexplained: count,
    notKnown: count,
    cameAndWent: count,
  }),
  gaps: z.array(z.string()).describe('What is not complete; empty: nothing.'),
  skipped: z
    .array(z.strictObject({ resource: z.string(), reason: z.string() }))
    .describe(
      'What was not compared, or not in everything; also what was left out on purpose, which is no gap.',
    ),
  eventsWithoutChange: z.array(
    z.strictObject({
      ...event,
      resource: z.string().optional().describe('Whose records such events are about, where it is known.'),
      about: z.strictObject({ type: z.string(), id: z.string(), name: z.string() }),
    }),
  ),
  changes: z.array(change),
});
