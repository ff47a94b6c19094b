/**
 * The slot of each connection's schedule that is due: collected where it has no record, and tried again where its
 * records say that this is worth it and due.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { EvidenceError, type ExitCode, InterruptedError } from '../errors.ts';
import type { Stamping } from '../run/stamp.ts';
import { stampOwed } from '../run-connection.ts';
import { type CollectOptions, collect } from './collect.ts';
import type { CommandOutput } from './command.ts';
import { exitOfRecord, worstExit } from './exit.ts';
import { isTokenNew, type Standing, standingOf } from './slot-standing.ts';
import { describeStamp } from './stamp-text.ts';
import {
  type Chain,
  chooseScheduled,
  dueSlot,
  firstTrigger,
  hasRecords,
  readChain,
  readSlot,
  type ScheduledConnection,
} from './what-is-due.ts';

export type RunOptions = Pick<
  CollectOptions,
  'config' | 'surroundings' | 'limits' | 'extrasFor' | 'readUntil' | 'toldFailures'
>;

/** How one slot of a connection was dealt with. */
export interface SlotRun {
  readonly connection: string;
  readonly slot: string;
  readonly trigger: 'schedule' | 'catch-up' | 'retry';
  readonly exitCode: ExitCode;
  readonly result: 'committed' | 'already-collected' | 'not-committed';
  readonly status?: Predicate['status'];
  /** When to look at the slot again, where another try may make it complete. */
  readonly tryAgainAt?: string;
  readonly hint?: string;
  /** Alerts that this run could not deliver. */
  readonly undelivered?: number;
  /** What became of the time stamp of the newest record; absent where no authority is named. */
  readonly stamp?: Stamping;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** What `collect` answers for a connection, as far as it is checked here. */
type CollectedRun = Pick<SlotRun, 'connection' | 'exitCode' | 'result' | 'status' | 'stamp' | 'error'> & {
  readonly deliveries: readonly { readonly result: string }[];
};

export interface AttendOptions extends RunOptions {
  /** Called with what the chain says whenever it has been read: before a run and after it. */
  readonly onChain?: (chain: Chain) => void;
}

/** Returns how a slot was dealt with. @throws InterruptedError; what is no EvidenceError is a bug */
export async function attendSlot(
  connection: ScheduledConnection,
  slot: Date,
  trigger: 'schedule' | 'catch-up',
  options: AttendOptions,
): Promise<SlotRun> {
  const base = { connection: connection.name, slot: slot.toISOString(), trigger };
  const due = await whatIsDue(connection, base, options);
  return typeof due === 'string' ? collectSlot(connection, { ...base, trigger: due }, options) : due;
}

/** Returns how the run is started that the slot needs now, or how it stands where it needs none. */
async function whatIsDue(
  connection: ScheduledConnection,
  base: Pick<SlotRun, 'connection' | 'slot' | 'trigger'>,
  { surroundings, extrasFor, onChain }: AttendOptions,
): Promise<SlotRun['trigger'] | SlotRun> {
  const state = await readSlot(connection, base.slot, surroundings, onChain);
  if (state.kind === 'never-tried') return base.trigger;
  const { again, records, standing, chain } = state;
  const around = { surroundings, extras: extrasFor(connection.name) };
  try {
    if (again === 'now') return 'retry';
    if (again === 'on-new-token' && (await isTokenNew(connection, records, around))) return 'retry';
    const [record] = records;
    const { status } = record;
    const { conditions } = chain.last ?? record;
    const exitCode = exitOfRecord({ status, conditions });
    const stamp = await stampOwed(connection, chain.newest, around);
    const told = { ...toldOf(standing), ...(stamp === undefined ? {} : { stamp }) };
    return { ...base, exitCode, result: 'already-collected', status, ...told };
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    // The run meets the same, and tells the channels: silence would look as if all were well.
    return base.trigger;
  }
}

async function collectSlot(
  connection: ScheduledConnection,
  base: Pick<SlotRun, 'connection' | 'slot' | 'trigger'>,
  { onChain, ...options }: AttendOptions,
): Promise<SlotRun> {
  const { slot, trigger } = base;
  const { json } = await collect({ ...options, connections: [connection.name], slot, trigger });
  const [ended] = json['runs'] as readonly CollectedRun[];
  if (ended === undefined) throw new Error('collect answered nothing for a connection');
  const { exitCode, result, status, error, deliveries, stamp } = ended;
  const undelivered = deliveries.filter((delivery) => delivery.result === 'undelivered').length;
  const run = {
    ...base,
    exitCode,
    result,
    undelivered,
    ...(status ? { status } : {}),
    ...(stamp ? { stamp } : {}),
  };
  if (error !== undefined) return { ...run, error };
  const now = options.surroundings.now();
  try {
    const chain = await readChain(connection, options.surroundings);
    onChain?.(chain);
    const records = await chain.recordsOf(slot);
    const told = hasRecords(records) ? toldOf(standingOf(connection, records, now)) : {};
    return { ...run, ...told };
  } catch (failure) {
    if (!(failure instanceof EvidenceError) || failure instanceof InterruptedError) throw failure;
    // It was committed all the same. How it stands, who looks next will see.
    return { ...run, tryAgainAt: now.toISOString() };
  }
}

function toldOf({ tryAgainAt, hint }: Standing): Pick<SlotRun, 'tryAgainAt' | 'hint'> {
  return { ...(tryAgainAt ? { tryAgainAt } : {}), ...(hint ? { hint } : {}) };
}

/**
 * With less time than this for reading no further connection is begun: whoever asks next reads it whole. The largest
 * workspace that we measure takes 7½ minutes.
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
    if (runs.length > 0 && !hasTimeLeft(options)) {
      options.extrasFor(connection.name).log.info({ connection: connection.name }, 'left for the next time');
      continue;
    }
    const slot = dueSlot(connection, at);
    const trigger = firstTrigger(slot, options.surroundings.now());
    runs.push(await attendSlot(connection, slot, trigger, options));
  }
  return runs;
}

/** Returns whether there is time for one more connection. */
export function hasTimeLeft({
  readUntil,
  surroundings,
}: Pick<RunOptions, 'readUntil' | 'surroundings'>): boolean {
  return readUntil === undefined || readUntil.getTime() - surroundings.now().getTime() >= LEAST_READING_MS;
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

/** One line about a slot, for people, and what to do when it is not complete. */
export function describeSlotRun(run: SlotRun): string {
  const { connection, slot, trigger, result, status, error, tryAgainAt, hint, stamp } = run;
  if (error !== undefined) return `${connection}: ${slot}: nothing was committed: ${error.message}`;
  const how = result === 'already-collected' ? 'there is a record already' : `collected (${trigger})`;
  const again = tryAgainAt === undefined ? '' : `; next try at ${tryAgainAt}`;
  const lines = [...(hint ? [`  ${hint}`] : []), ...describeStamp(stamp)];
  return [`${connection}: ${slot}: ${status}; ${how}${again}`, ...lines].join('\n');
}
