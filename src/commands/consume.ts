/**
 * One message of the queue → one run. Asks the chain once more what is due: the message may have come twice, or have
 * waited until the next slot, which is collected then in its place. A message is done when a record stands for it,
 * whatever that says; otherwise it goes back, and after some receipts to the dead letters.
 */
import { EvidenceError, InterruptedError } from '../errors.ts';
import { readQueueMessage } from '../schedule/queue-messages.ts';
import { newestSlot } from '../schedule/slots.ts';
import { attendSlot, type RunOptions, type SlotRun } from './due-slots.ts';
import { type Chain, firstTrigger, type ScheduledConnection } from './what-is-due.ts';

export type Consumed =
  /** A record stands for it; `run` says whether it was there before. */
  | { readonly kind: 'done'; readonly run: SlotRun }
  /** Of a connection that is not configured any more, or has no schedule: nobody waits for it. */
  | { readonly kind: 'dropped'; readonly connection: string }
  /** Nothing was committed, or it is no message of ours: it goes back. */
  | { readonly kind: 'back'; readonly connection?: string; readonly reason: string; readonly run?: SlotRun };

export interface ConsumeOptions extends RunOptions {
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  readonly onChain?: (connection: string, chain: Chain) => void;
}

/** Returns what became of a message. @throws InterruptedError: it goes back */
export async function consumeMessage(body: string, options: ConsumeOptions): Promise<Consumed> {
  const { log, surroundings } = options;
  const message = readQueueMessage(body);
  if (message === undefined) {
    // What it says is not repeated: nobody knows who wrote it.
    log.error({ bytes: body.length }, 'this is no message of a dispatcher: it goes back');
    return { kind: 'back', reason: 'it is no message of a dispatcher' };
  }
  const { connection: name, slot: asked, try: attempt } = message;
  const connection = options.config.connections.find((each) => each.name === name);
  if (connection?.schedule === undefined) {
    log.warn({ connection: name, slot: asked }, 'this connection has no schedule here: message dropped');
    return { kind: 'dropped', connection: name };
  }
  const startedMs = surroundings.now().getTime();
  const ended = await attend({ ...connection, schedule: connection.schedule }, asked, options);
  const durationMs = surroundings.now().getTime() - startedMs;
  const about = { connection: name, asked, try: attempt, durationMs };
  if (ended.kind === 'back') {
    log.error({ ...about, reason: ended.reason }, 'nothing was committed: the message goes back');
    return ended;
  }
  const { slot, trigger, result, status, exitCode } = ended.run;
  log.info({ ...about, slot, trigger, result, status, exitCode }, 'message done');
  return ended;
}

async function attend(
  connection: ScheduledConnection,
  asked: string,
  options: ConsumeOptions,
): Promise<Extract<Consumed, { readonly kind: 'done' | 'back' }>> {
  const { name } = connection;
  const { onChain } = options;
  const slot = slotToCollect(connection, asked, options.surroundings.now());
  const trigger = firstTrigger(slot, options.surroundings.now());
  try {
    const run = await attendSlot(connection, slot, trigger, {
      ...options,
      onChain: (chain) => onChain?.(name, chain),
    });
    if (run.error === undefined) return { kind: 'done', run };
    return { kind: 'back', connection: name, reason: run.error.message, run };
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    const reason = error instanceof EvidenceError ? error.message : 'a bug ended the run';
    return { kind: 'back', connection: name, reason };
  }
}

/**
 * After downtime only the newest slot is collected; its record names those that went by. So it is where the message asks
 * for what is no slot here: the schedule was changed meanwhile, or is another one for whoever sent it.
 */
export function slotToCollect(
  { schedule, timezone }: Pick<ScheduledConnection, 'schedule' | 'timezone'>,
  asked: string,
  now: Date,
): Date {
  const newest = newestSlot(schedule, timezone, now);
  const slot = new Date(asked);
  const isSlot = newestSlot(schedule, timezone, slot)?.getTime() === slot.getTime();
  return newest !== undefined && (newest > slot || !isSlot) ? newest : slot;
}
