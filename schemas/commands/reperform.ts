/** What `reperform --json` prints: what became of each resource of a snapshot, and of each record that moved. */
import * as z from 'zod';
import { instant, sha256Hex } from '../manifest.ts';
import { outcome, outcomeReason } from '../outcome.ts';
import { snapshotName, standing } from './population.ts';

const count = z.int().nonnegative();

const side = z.strictObject({
  outcome: z.union([outcome, z.literal('unknown')]),
  reason: outcomeReason.optional(),
  records: count.nullable(),
  sha256: sha256Hex.optional(),
});

const field = z.strictObject({
  pointer: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  added: z.array(z.unknown()).optional(),
  removed: z.array(z.unknown()).optional(),
});

const still = z.strictObject({
  resource: z.string(),
  result: z.enum(['equal', 'not-comparable', 'not-read']),
  reason: z.string().optional(),
});

const moved = z.strictObject({
  resource: z.string(),
  result: z.literal('moved'),
  id: z.string(),
  name: z.string().optional(),
  change: z.enum(['added', 'removed', 'changed']),
  fields: z.array(field).optional(),
  window: z.strictObject({ after: instant, before: instant }).describe('Between the two readings.'),
  at: instant.optional(),
  actor: z.string().optional(),
  explanation: z
    .enum(['explained', 'unexplained', 'vendor', 'business', 'not-known'])
    .describe('not-known: the trail was not read, or never tells of such records.'),
  explainedBy: z.array(
    z.strictObject({ eventId: z.string(), type: z.string(), actor: z.string(), at: instant }),
  ),
  basis: z.enum(['difference', 'both']),
});

export const reperformDocument = z.strictObject({
  schema: z.literal('segment-evidence/reperform/v1'),
  standing,
  connection: z.string(),
  snapshot: snapshotName,
  asked: z.strictObject({
    from: instant,
    to: instant,
    token: z.string().describe('working, or what became of it.'),
  }),
  events: side
    .extend({ from: instant.optional(), to: instant.optional() })
    .describe('The audit trail, as it was read now.'),
  gaps: z.array(z.string()).describe('What could not be asked or compared, or moved without an explanation.'),
  resources: z.array(
    z.strictObject({
      resource: z.string(),
      result: z.enum(['equal', 'moved', 'not-comparable', 'not-read']),
      reason: z.string().optional(),
      before: side,
      now: side,
      added: count,
      removed: count,
      changed: count,
      unexplained: count,
    }),
  ),
  rows: z.array(z.discriminatedUnion('result', [still, moved])),
});
