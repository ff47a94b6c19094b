/**
 * Messages of the queue, as the platform hands them over: one after the other, and which of them go back. A message
 * that goes back keeps those behind it of its group waiting, as a FIFO queue demands.
 */
import * as z from 'zod';
import { consumeMessage } from '../src/commands/consume.ts';
import { hasTimeLeft } from '../src/commands/due-slots.ts';
import { InterruptedError } from '../src/errors.ts';
import type { Invocation } from './invocation.ts';

/**
 * Of the time allowed, kept for sealing, storing and alerts: of fifteen minutes a run reads for twelve and a half at
 * most, so that it has ended by thirteen and its message is gone before it shows again.
 */
export const QUEUE_KEPT_MS = 150_000;

export const QueueEvent = z.looseObject({
  Records: z
    .array(
      z.looseObject({
        eventSource: z.literal('aws:sqs'),
        messageId: z.string(),
        body: z.string(),
        attributes: z.looseObject({ MessageGroupId: z.string().optional() }),
      }),
    )
    .min(1),
});

export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Returns the messages that go back. What was committed by then stays, whatever becomes of the others. */
export async function consumeBatch(
  { Records }: z.infer<typeof QueueEvent>,
  options: Invocation,
): Promise<BatchAnswer> {
  const failed: string[] = [];
  const held = new Set<string>();
  let isOver = false;
  for (const [index, { messageId, body, attributes }] of Records.entries()) {
    const group = attributes.MessageGroupId ?? messageId;
    isOver ||= index > 0 && !hasTimeLeft(options);
    const isDone = !isOver && !held.has(group) && (await consumeOne(body, options));
    if (isDone) continue;
    held.add(group);
    failed.push(messageId);
    isOver ||= options.surroundings.signal.aborted;
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function consumeOne(body: string, options: Invocation): Promise<boolean> {
  const { log } = options;
  try {
    return (await consumeMessage(body, options)).kind !== 'back';
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    log.error({}, 'this invocation was about to run out of time: the message goes back');
    return false;
  }
}
