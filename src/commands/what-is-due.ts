/**
 * What a connection's chain says of a slot: whether it is due, for the first time or again. Asked of nobody but the
 * store, so that whoever only dispatches needs no token; only what `isTokenNew` answers needs one.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { readRecords } from '../commit/history.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { openSigner, openStore, previousKeysOf, type Surroundings } from '../deps.ts';
import { EvidenceError, InterruptedError, UsageError } from '../errors.ts';
import { readOfSlot } from '../run/earlier-records.ts';
import { newestSlotRun } from '../run/missed-slots.ts';
import { isTry, MOST_RETRIES } from '../schedule/retry.ts';
import { GRACE_MS, newestSlot } from '../schedule/slots.ts';
import type { ChainRecord } from '../seal/record.ts';
import { chooseConnections } from './choose.ts';
import { dueAgain, type SlotRecords, type Standing, standingOf } from './slot-standing.ts';

export type ScheduledConnection = EffectiveConnection & { readonly schedule: string };

/** Returns the connections with a schedule. @throws UsageError when there are none */
export function chooseScheduled(
  config: LoadedConfig,
  names: readonly string[],
): readonly ScheduledConnection[] {
  const chosen = chooseConnections(config, names);
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

/** Returns how a run is started that collects a slot for the first time. */
export function firstTrigger(slot: Date, now: Date): 'schedule' | 'catch-up' {
  return now.getTime() - slot.getTime() >= GRACE_MS ? 'catch-up' : 'schedule';
}

/** What a connection's chain says. */
export interface Chain {
  readonly last: Predicate | undefined;
  /** The same as a whole. */
  readonly newest: ChainRecord | undefined;
  /** The run that the next one is counted from. */
  readonly before: Predicate['run'] | undefined;
  /** Returns the records of a slot, newest first, as far back as they count. */
  readonly recordsOf: (slot: string) => Promise<readonly Predicate[]>;
}

/** Returns what a connection's chain says. @throws SealError, StoreError */
export async function readChain(connection: EffectiveConnection, { env, now }: Surroundings): Promise<Chain> {
  const signer = await openSigner(connection.signingKeyRef, env);
  const previousKeys = previousKeysOf(connection);
  const archive = { store: openStore(connection), connection: connection.name, signer, previousKeys };
  const history = await readRecords(archive);
  return {
    last: history.last?.statement.predicate,
    newest: history.last,
    before: await newestSlotRun(archive, history, now()),
    recordsOf: async (slot) => {
      const records: Predicate[] = [];
      let retries = 0;
      for await (const { statement } of readOfSlot(archive, history, slot)) {
        records.push(statement.predicate);
        retries += isTry(statement.predicate.run) ? 1 : 0;
        if (retries >= MOST_RETRIES) break;
      }
      return records;
    },
  };
}

/** How a slot stands, as far as its records say. */
export type SlotState =
  /** `isUnread`: the chain cannot be read; the run meets the same, and tells the channels. */
  | { readonly kind: 'never-tried'; readonly isUnread: boolean }
  | {
      readonly kind: 'tried';
      readonly chain: Chain;
      readonly records: SlotRecords;
      readonly standing: Standing;
      /** `on-new-token`: only if the token's secret has another value than the record tells of. */
      readonly again: 'now' | 'not-now' | 'on-new-token';
    };

/** Returns how a slot stands now. `onChain` hears what the chain says. @throws InterruptedError; a bug */
export async function readSlot(
  connection: ScheduledConnection,
  slot: string,
  surroundings: Surroundings,
  onChain?: (chain: Chain) => void,
): Promise<SlotState> {
  try {
    const chain = await readChain(connection, surroundings);
    onChain?.(chain);
    const records = await chain.recordsOf(slot);
    if (!hasRecords(records)) return { kind: 'never-tried', isUnread: false };
    const standing = standingOf(connection, records, surroundings.now());
    const again = dueAgain(connection, records, standing, surroundings.now());
    return { kind: 'tried', chain, records, standing, again };
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return { kind: 'never-tried', isUnread: true };
  }
}

export const hasRecords = (records: readonly Predicate[]): records is SlotRecords => records.length > 0;
