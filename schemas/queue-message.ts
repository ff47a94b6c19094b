/**
 * What says on a queue that a connection is due: the dispatcher sends it, a consumer collects. It holds a name and
 * an instant, nothing of the workspace and no secret.
 */
import * as z from 'zod';
import { instant } from './manifest.ts';

export const QUEUE_MESSAGE_SCHEMA = 'segment-evidence/queue-message/v1';

export const queueMessage = z.strictObject({
  schema: z.literal(QUEUE_MESSAGE_SCHEMA),
  connection: z.string().min(1),
  slot: instant.describe('The instant that the schedule asked for.'),
  trigger: z
    .enum(['schedule', 'catch-up', 'retry'])
    .describe('How it was due when it was sent; whoever collects asks the chain again.'),
  try: z.int().positive().describe('One more than the records that the slot had when it was sent.'),
});

export type QueueMessage = z.infer<typeof queueMessage>;
