/** What `schedule --json` prints: how the slots were dealt with; of a long-running one, the last of each connection. */
import * as z from 'zod';
import { predicate } from '../chain.ts';
import { queueMessage } from '../queue-message.ts';
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

const error = z.strictObject({ code: errorCode, message: z.string(), hint: z.string().optional() });
const count = z.int().nonnegative();

export const scheduleDocument = z.strictObject({
  schema: z.literal('segment-evidence/schedule/v1'),
  messages: z
    .strictObject({ done: count, dropped: count, back: count })
    .optional()
    .describe('With `--queue`: what became of the messages that were taken.'),
  dispatched: z
    .array(
      z.strictObject({
        ...queueMessage.omit({ schema: true }).shape,
        result: z.enum(['sent', 'not-sent']),
        error: error.optional(),
      }),
    )
    .optional()
    .describe('With `--dispatch`: the connections that were due when it was last looked, and what was sent.'),
  runs: z.array(
    z.discriminatedUnion('result', [
      z.strictObject({ ...about, result: z.enum(['committed', 'already-collected']), status }),
      z.strictObject({
        ...about,
        result: z.literal('not-committed'),
        error,
      }),
    ]),
  ),
});
