/**
 * Dispatching: asks each connection's chain whether its newest slot is due, and sends one message for each that is.
 * Reads the store and nothing else: no token, nothing of Segment. Called twice, or too late, it does no harm: the
 * queue drops what comes again, and who collects asks the chain once more.
 */
import type { QueueMessage } from '../../schemas/queue-message.ts';
import type { LoadedConfig } from '../config/effective.ts';
import type { RunExtras, Surroundings } from '../deps.ts';
import { EXIT, type ExitCode, QueueError } from '../errors.ts';
import type { Queue } from '../schedule/queue.ts';
import { queueEntry } from '../schedule/queue-messages.ts';
import { newestSlot } from '../schedule/slots.ts';
import { sideBySide } from './side-by-side.ts';
import { chooseScheduled, firstTrigger, readSlot, type ScheduledConnection } from './what-is-due.ts';

export interface DispatchOptions {
  readonly config: LoadedConfig;
  /** None: all that have a schedule. */
  readonly connections: readonly string[];
  readonly surroundings: Surroundings;
  readonly extrasFor: (connection: string) => RunExtras;
  readonly queue: Pick<Queue, 'name' | 'send'>;
}

/** What became of a connection that was due. */
export interface Dispatched extends Pick<QueueMessage, 'connection' | 'slot' | 'trigger' | 'try'> {
  readonly result: 'sent' | 'not-sent';
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

export interface Dispatch {
  readonly exitCode: ExitCode;
  /** How many connections were asked about. */
  readonly asked: number;
  readonly due: readonly Dispatched[];
}

/** As many chains as are read at once: a read mostly waits for the store. */
const CHAINS_AT_ONCE = 32;

/** Returns what was due at an instant, and what was sent. @throws UsageError; InterruptedError */
export async function dispatchDue(at: Date, options: DispatchOptions): Promise<Dispatch> {
  const connections = chooseScheduled(options.config, options.connections);
  const bugs: unknown[] = [];
  const asked = await sideBySide(
    connections,
    (connection) => ask(connection, at, options, bugs),
    CHAINS_AT_ONCE,
  );
  const due = await send(asked.flat(), options);
  // The others have been sent by now: one that cannot be asked about must not keep five hundred waiting.
  if (bugs.length > 0) throw bugs[0];
  const isSent = due.every(({ result }) => result === 'sent');
  return { exitCode: isSent ? EXIT.done : EXIT.storeFailed, asked: connections.length, due };
}

interface Due extends Pick<QueueMessage, 'slot' | 'trigger' | 'try'> {
  readonly connection: ScheduledConnection;
}

async function ask(
  connection: ScheduledConnection,
  at: Date,
  { surroundings, extrasFor }: DispatchOptions,
  bugs: unknown[],
): Promise<readonly Due[]> {
  surroundings.signal.throwIfAborted();
  const { log } = extrasFor(connection.name);
  const instant = newestSlot(connection.schedule, connection.timezone, at);
  if (instant === undefined) return [];
  const slot = instant.toISOString();
  const trigger = firstTrigger(instant, surroundings.now());
  try {
    const state = await readSlot(connection, slot, surroundings);
    if (state.kind === 'tried') {
      // Whether a refused token has been exchanged, whoever may read it will see.
      const isDue = state.again !== 'not-now';
      return isDue ? [{ connection, slot, trigger: 'retry', try: state.records.length + 1 }] : [];
    }
    if (state.isUnread) log.warn({ slot }, 'the chain cannot be read: sent all the same, the run will tell');
    return [{ connection, slot, trigger, try: 1 }];
  } catch (error) {
    surroundings.signal.throwIfAborted();
    bugs.push(error);
    return [];
  }
}

async function send(
  due: readonly Due[],
  { queue, extrasFor }: DispatchOptions,
): Promise<readonly Dispatched[]> {
  const entries = due.map((each) => queueEntry(each.connection, each));
  const unsent = new Map<unknown, Dispatched['error']>();
  try {
    for (const { entry, reason } of entries.length === 0 ? [] : await queue.send(entries)) {
      const message = `send: queue ${queue.name}: expected the message to be taken, got ${reason}`;
      unsent.set(entry, { code: 'QUEUE_UNAVAILABLE', message });
    }
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    const { code, message, hint } = error;
    for (const entry of entries) unsent.set(entry, { code, message, ...(hint ? { hint } : {}) });
  }
  return due.map(({ connection: { name }, slot, trigger, try: attempt }, index) => {
    const error = unsent.get(entries[index]);
    const about = { connection: name, slot, trigger, try: attempt };
    const { log } = extrasFor(name);
    const fields = { slot, trigger, try: attempt };
    if (error === undefined) {
      log.info(fields, 'sent to the queue');
      return { ...about, result: 'sent' as const };
    }
    log.warn({ ...fields, reason: error.message }, 'not sent to the queue; the next time it is tried again');
    return { ...about, result: 'not-sent' as const, error };
  });
}

/** A few lines for people. */
export function describeDispatch({ asked, due }: Dispatch): string {
  const lines = due.map(({ connection, slot, trigger, error }) =>
    error === undefined
      ? `${connection}: ${slot}: sent to the queue (${trigger})`
      : `${connection}: ${slot}: not sent: ${error.message}`,
  );
  return [...lines, `${due.length} of ${asked} connections are due`].join('\n');
}
