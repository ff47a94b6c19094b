/** What `status --json` prints: the state of each connection's evidence. */
import { z } from 'zod';
import { predicate } from '../chain.ts';
import { instant } from '../manifest.ts';
import { exitCode } from './exit-code.ts';

const { status, workspace, origin, conditions, chain } = predicate.shape;
const count = z.int().nonnegative();

export const statusDocument = z.strictObject({
  schema: z.literal('segment-evidence/status/v1'),
  connections: z.array(
    z.strictObject({
      connection: z.string(),
      exitCode,
      last: z
        .strictObject({ at: instant, seq: chain.shape.seq, status, workspace, origin, conditions })
        .nullable()
        .describe('The newest record; null: nothing has been collected.'),
      overdueSince: instant.nullable(),
      chainProblem: z.string().nullable().describe('Why the chain cannot be extended.'),
      tokenAgeDays: z.int().nullable(),
      runs: z.strictObject({ complete: count, partial: count, failed: count }).describe('Last 90 days.'),
      expectedSlots: count.nullable().describe('null: there is no schedule.'),
      missingSlots: z.array(instant).describe('Slots without a complete record.'),
      lastGood: z
        .record(z.string(), instant)
        .describe('By resource: start of the last run that read it whole.'),
    }),
  ),
});
