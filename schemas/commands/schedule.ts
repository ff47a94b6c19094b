/** What `schedule --json` prints: how the slots were dealt with; of a long-running one, the last of each connection. */
import * as z from 'zod';
import { predicate } from '../chain.ts';
import { errorCode, exitCode } from './exit-code.ts';
import { stampResult } from './stamp.ts';

const { status, run } = predicate.shape;

const about = {
  connection: z.string(),
  slot: run.shape.startedAt.describe('The instant the schedule asked for.'),
  trigger: z.enum(['schedule', 'catch-up', 'retry']),
  exitCode,
  tryAgainAt: run.shape.startedAt
    .optional()
    .describe(
      'When the slot is tried again; after a refused token, when to check whether it has been exchanged.',
    ),
  hint: z.string().optional().describe('What to do about a slot that is not complete.'),
  undelivered: z
    .int()
    .nonnegative()
    .optional()
    .describe('Alerts that this run could not deliver; the next run tries again.'),
  stamp: stampResult.optional(),
};

export const scheduleDocument = z.strictObject({
  schema: z.literal('segment-evidence/schedule/v1'),
  runs: z.array(
    z.discriminatedUnion('result', [
      z.strictObject({ ...about, result: z.enum(['committed', 'already-collected']), status }),
      z.strictObject({
        ...about,
        result: z.literal('not-committed'),
        error: z.strictObject({ code: errorCode, message: z.string(), hint: z.string().optional() }),
      }),
    ]),
  ),
});
