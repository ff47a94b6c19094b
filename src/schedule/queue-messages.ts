/** Messages of the queue: from what is due to an entry, and back from a body. Pure. */
import { QUEUE_MESSAGE_SCHEMA, type QueueMessage, queueMessage } from '../../schemas/queue-message.ts';

/** Connections that share limits are one group: a FIFO queue lets one message of a group be under way at a time. */
export interface Grouped {
  readonly name: string;
  readonly shareLimitsWith?: string | undefined;
}

/** What the queue is handed. */
export interface QueueEntry {
  readonly group: string;
  /** The queue takes a second one with the same within five minutes for the first one come again. */
  readonly deduplication: string;
  readonly body: string;
}

/**
 * Returns the entry for a connection that is due.
 *
 *     acme/2026-11-22T03:00:00.000Z/1
 *
 * A name has at most 63 characters, so that this stays far below the 128 that a queue takes.
 */
export function queueEntry(
  connection: Grouped,
  due: Pick<QueueMessage, 'slot' | 'trigger' | 'try'>,
): QueueEntry {
  const { slot, trigger } = due;
  const message: QueueMessage = {
    schema: QUEUE_MESSAGE_SCHEMA,
    connection: connection.name,
    slot,
    trigger,
    try: due.try,
  };
  return {
    group: connection.shareLimitsWith ?? connection.name,
    deduplication: `${connection.name}/${slot}/${due.try}`,
    body: JSON.stringify(message),
  };
}

/** Returns the message that a body is; undefined when it is none. */
export function readQueueMessage(body: string): QueueMessage | undefined {
  try {
    return queueMessage.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
