/**
 * Which alerts of committed records are still owed to a channel: derived from the signed records, less
 * those that have a record of their delivery. A store that cannot be asked makes an alert come twice.
 */
import type { AlertDocument } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import type { Condition } from '../../schemas/condition.ts';
import { alertsBetween, type DerivedAlert } from '../alerts/changes.ts';
import type { Channel } from '../alerts/channel.ts';
import { HEARTBEATS_ALONE } from '../alerts/conditions.ts';
import { isHeld, isWanted } from '../alerts/rules.ts';
import { readPrevious } from '../commit/history.ts';
import { StoreError } from '../errors.ts';
import { sha256 } from '../evidence/canonical.ts';
import type { ChainRecord } from '../seal/record.ts';
import { readWhole } from '../store/content.ts';
import { alertKey } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';
import { namesChannel } from './recorded-channels.ts';

export interface UndeliveredAlert {
  readonly channel: Channel;
  readonly alert: AlertDocument;
  /** The same for each alert of one cause. */
  readonly cause: string;
  /** When its record was committed. */
  readonly bornAt: string;
  /** Whether a run that had this channel ought to have told it: to a new channel nothing was due before. */
  readonly wasDue: boolean;
}

/** What is owed up to a record. Found in one walk over the history, which a run needs twice. */
export interface Undelivered {
  readonly last: ChainRecord | undefined;
  /** Oldest first. */
  readonly alerts: readonly UndeliveredAlert[];
}

export type UndeliveredDeps = Pick<
  RunDeps,
  'store' | 'connection' | 'signer' | 'channels' | 'fingerprints' | 'log' | 'tokenReference'
>;

/** What quiet hours held back is never older, compared with the last record. */
const LOOK_BACK_MS = 48 * 60 * 60 * 1000;
const MOST_RECORDS = 400;

/** Returns the alerts of one record on one channel that the channel wants. */
export function alertsFor(
  { rules, name }: Channel,
  current: Predicate,
  previous: Predicate | undefined,
  tokenReference?: string,
): readonly DerivedAlert[] {
  const { reminderHours, minSeverity } = rules;
  const target = { channel: name, reminderHours, minSeverity, tokenReference };
  return alertsBetween(current, previous, target).filter(({ alert }) => isWanted(alert, rules));
}

/**
 * Returns what is owed up to a record. Looks back to the first record that found nothing undelivered, and over
 * what may have waited for the end of quiet hours. A reminder that a later alert of the same cause has
 * overtaken is owed no more.
 */
export async function undeliveredUpTo(
  deps: UndeliveredDeps,
  last: ChainRecord | undefined,
): Promise<Undelivered> {
  const owed: UndeliveredAlert[] = [];
  if (last === undefined || deps.channels.length === 0) return { last, alerts: owed };
  const overtaken = new Set<string>();
  const known = new Set<Channel>();
  let looked = 0;
  for (let record: ChainRecord | undefined = last; record !== undefined && looked < MOST_RECORDS; ) {
    const previous: ChainRecord | undefined = await readPrevious(deps, record);
    const { predicate } = record.statement;
    for (const channel of deps.channels) {
      if (namesChannel(deps, predicate, channel)) known.add(channel);
      const derived = alertsFor(channel, predicate, previous?.statement.predicate, deps.tokenReference);
      const open = derived.filter(
        ({ alert, cause }) => alert.state !== 'ongoing' || !overtaken.has(`${channel.name}\0${cause}`),
      );
      for (const each of open.toReversed()) {
        const { alert, cause } = each;
        overtaken.add(`${channel.name}\0${cause}`);
        if (await isDelivered(deps, each)) continue;
        const { recordedAt: bornAt } = predicate.chain;
        owed.push({ channel, alert, cause, bornAt, wasDue: known.has(channel) });
      }
    }
    if (isSettledBefore(predicate, last)) break;
    record = previous;
    looked += 1;
  }
  return { last, alerts: owed.reverse() };
}

/** Returns what is owed up to a record, known already unless another run committed one meanwhile. */
export function undeliveredAt(
  deps: UndeliveredDeps,
  last: ChainRecord | undefined,
  known: Undelivered,
): Promise<Undelivered> {
  const isSame =
    last === undefined ? known.last === undefined : known.last?.payload.equals(last.payload) === true;
  return isSame ? Promise.resolve(known) : undeliveredUpTo(deps, last);
}

/** Returns the same of the record before this one. */
export async function undeliveredBefore(
  deps: UndeliveredDeps,
  record: ChainRecord,
  known: Undelivered,
): Promise<Undelivered> {
  const { prev } = record.statement.predicate.chain;
  if (known.last !== undefined && sha256(known.last.payload) === prev?.sha256) return known;
  return undeliveredAt(deps, await readPrevious(deps, record), known);
}

/** Returns how many alerts ought to have been told by the run before and were not, by channel. Pure. */
export function countUndelivered({ last, alerts }: Undelivered): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const toldAt = last === undefined ? '' : last.statement.predicate.chain.recordedAt;
  for (const { channel, alert, bornAt, wasDue } of alerts) {
    if (!wasDue || isHeld(alert, bornAt, new Date(toldAt), channel.rules)) continue;
    counts.set(channel.name, (counts.get(channel.name) ?? 0) + 1);
  }
  return counts;
}

/** Whether nothing that is older than this record can be owed. */
function isSettledBefore({ conditions, chain }: Predicate, last: ChainRecord): boolean {
  if (conditions.some(owesAlerts)) return false;
  const lastAt = Date.parse(last.statement.predicate.chain.recordedAt);
  return lastAt - Date.parse(chain.recordedAt) > LOOK_BACK_MS;
}

const owesAlerts = ({ condition, severity }: Condition) =>
  condition === 'alert-undelivered' && severity !== HEARTBEATS_ALONE;

/** Told as it is now, or as versions before told it: one by one, and of a reminder only some of it. */
async function isDelivered(deps: UndeliveredDeps, { alert, formerIds }: DerivedAlert): Promise<boolean> {
  if (await hasRecord(deps, alert.id)) return true;
  for (const id of formerIds) {
    const isTold = await hasRecord(deps, id);
    if (isTold === (alert.state === 'ongoing')) return isTold;
  }
  return formerIds.length > 0 && alert.state !== 'ongoing';
}

/** Returns whether an alert has a record of its delivery. Whatever lies there counts: who may write into the store is not judged here. */
export async function hasRecord(
  { store, connection, log }: UndeliveredDeps,
  alertId: string,
): Promise<boolean> {
  const key = alertKey(connection, alertId);
  try {
    await readWhole(store, key);
    return true;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code !== 'NOT_FOUND') log.warn({ key, error: error.code }, 'delivery record unreadable');
    return false;
  }
}
