/** The slot of each connection's schedule that is due, collected unless a record of it is there. */
import type { Predicate } from '../../schemas/chain.ts';
import { type History, readHistory } from '../commit/history.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { openSigner, openStore, type Surroundings } from '../deps.ts';
import { EvidenceError, type ExitCode, InterruptedError, UsageError } from '../errors.ts';
import { findOfSlot } from '../run/earlier-records.ts';
import { newestSlotRun } from '../run/missed-slots.ts';
import { GRACE_MS, newestSlot } from '../schedule/slots.ts';
import { chooseConnections } from './choose.ts';
import { type CollectOptions, collect } from './collect.ts';
import type { CommandOutput } from './command.ts';
import { exitOfRecord, worstExit } from './exit.ts';

export type RunOptions = Pick<
  CollectOptions,
  'config' | 'surroundings' | 'limits' | 'extrasFor' | 'readUntil'
>;
export type ScheduledConnection = EffectiveConnection & { readonly schedule: string };

/** How one slot of a connection was dealt with. */
export interface SlotRun {
  readonly connection: string;
  readonly slot: string;
  readonly trigger: 'schedule' | 'catch-up';
  readonly exitCode: ExitCode;
  readonly result: 'committed' | 'already-collected' | 'not-committed';
  readonly status?: Predicate['status'];
  /** Alerts that this run could not deliver. */
  readonly undelivered?: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** What `collect` answers for a connection, as far as it is checked here. */
type CollectedRun = Pick<SlotRun, 'connection' | 'exitCode' | 'result' | 'status' | 'error'> & {
  readonly deliveries: readonly { readonly result: string }[];
};

/** Returns the connections with a schedule. @throws UsageError when there are none */
export function chooseScheduled(
  config: LoadedConfig,
  names: readonly string[],
): readonly ScheduledConnection[] {
  const chosen = chooseConnections(config.connections, names);
  const scheduled = chosen.filter(
    (connection): connection is ScheduledConnection => connection.schedule !== undefined,
  );
  if (scheduled.length > 0 && (names.length === 0 || scheduled.length === chosen.length)) return scheduled;
  const without = chosen.filter(({ schedule }) => schedule === undefined).map(({ name }) => name);
  throw new UsageError({
    message: `schedule: ${without.join(', ')}: expected a schedule, got none`,
    hint: 'Add schedule: "0 3 * * *" to the connection.',
  });
}

/** Returns the slot that is due at an instant. @throws UsageError when none has come yet */
export function dueSlot({ name, schedule, timezone }: ScheduledConnection, at: Date): Date {
  const slot = newestSlot(schedule, timezone, at);
  if (slot !== undefined) return slot;
  throw new UsageError({
    message: `schedule: ${name}: expected a slot in the past, got none`,
    hint: 'Choose a schedule with slots more often.',
  });
}

/** Returns what a connection's chain says. @throws SealError, StoreError */
export async function readChain(connection: EffectiveConnection, { env, newLogId, now }: Surroundings) {
  const signer = await openSigner(connection.signingKeyRef, env);
  const archive = { store: openStore(connection), connection: connection.name, signer };
  const history: History = await readHistory(archive, newLogId);
  return {
    last: history.last?.statement.predicate,
    /** The run that the next one is counted from. */
    before: await newestSlotRun(archive, history, now()),
    recordOf: async (slot: Date) =>
      (await findOfSlot(archive, history, slot.toISOString()))?.statement.predicate,
  };
}

/** Returns how a slot was dealt with; one that has a record, of whatever status, is left alone. */
export async function fillSlot(
  connection: ScheduledConnection,
  slot: Date,
  trigger: SlotRun['trigger'],
  options: RunOptions,
): Promise<SlotRun> {
  const base = { connection: connection.name, slot: slot.toISOString(), trigger };
  try {
    const chain = await readChain(connection, options.surroundings);
    const record = await chain.recordOf(slot);
    if (record !== undefined) {
      const { conditions } = chain.last ?? record;
      const exitCode = exitOfRecord({ status: record.status, conditions });
      return { ...base, exitCode, result: 'already-collected', status: record.status };
    }
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    const { code, message, hint, exitCode } = error;
    return {
      ...base,
      exitCode,
      result: 'not-committed',
      error: { code, message, ...(hint ? { hint } : {}) },
    };
  }
  const { json } = await collect({ ...options, connections: [connection.name], slot: base.slot, trigger });
  const [run] = json['runs'] as readonly CollectedRun[];
  if (run === undefined) throw new Error('collect answered nothing for a connection');
  const { exitCode, result, status, error, deliveries } = run;
  const undelivered = deliveries.filter((delivery) => delivery.result === 'undelivered').length;
  return {
    ...base,
    exitCode,
    result,
    undelivered,
    ...(status ? { status } : {}),
    ...(error ? { error } : {}),
  };
}

/**
 * With less time than this for reading no further connection is begun: whoever asks next reads it whole. What is
 * deferred for want of time is not tried again, and the largest workspace that we measure takes 7½ minutes.
 */
const LEAST_READING_MS = 10 * 60_000;

/** Returns how the slots were dealt with that are due at an instant, one connection after the other. */
export async function fillDueSlots(
  names: readonly string[],
  at: Date,
  options: RunOptions,
): Promise<readonly SlotRun[]> {
  const runs: SlotRun[] = [];
  for (const connection of chooseScheduled(options.config, names)) {
    if (runs.length > 0 && isTooLate(options)) {
      options.extrasFor(connection.name).log.info({ connection: connection.name }, 'left for the next time');
      continue;
    }
    const slot = dueSlot(connection, at);
    const lateMs = options.surroundings.now().getTime() - slot.getTime();
    runs.push(await fillSlot(connection, slot, lateMs >= GRACE_MS ? 'catch-up' : 'schedule', options));
  }
  return runs;
}

function isTooLate({ readUntil, surroundings }: RunOptions): boolean {
  return readUntil !== undefined && readUntil.getTime() - surroundings.now().getTime() < LEAST_READING_MS;
}

/** `schedule --once`: returns how the slots that are due now were dealt with. */
export async function collectDue(names: readonly string[], options: RunOptions): Promise<CommandOutput> {
  const runs = await fillDueSlots(names, options.surroundings.now(), options);
  return {
    exitCode: worstExit(runs.map(({ exitCode }) => exitCode)),
    json: { schema: 'segment-evidence/schedule/v1', runs },
    text: runs.map(describeSlotRun).join('\n'),
  };
}

/** One line about a slot, for people. */
export function describeSlotRun({ connection, slot, trigger, result, status, error }: SlotRun): string {
  if (error !== undefined) return `${connection}: ${slot}: nothing was committed: ${error.message}`;
  const how = result === 'already-collected' ? 'a record exists already' : `collected (${trigger})`;
  return `${connection}: ${slot}: ${status}; ${how}`;
}
