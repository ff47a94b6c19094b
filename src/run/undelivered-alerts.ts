/**
 * Which alerts of committed records are still owed to a channel: derived from the signed records, less
 * those that have a record of their delivery. A store that cannot be asked makes an alert come twice.
 */
import type { AlertDocument } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import { conditionKey } from '../../schemas/condition.ts';
import { alertsBetween } from '../alerts/changes.ts';
import type { Channel } from '../alerts/channel.ts';
import { isHeld, isWanted } from '../alerts/rules.ts';
import { readPrevious } from '../commit/history.ts';
import { StoreError } from '../errors.ts';
import type { ChainRecord } from '../seal/record.ts';
import { readWhole } from '../store/content.ts';
import { alertKey } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';
import { namesChannel } from './recorded-channels.ts';

export interface UndeliveredAlert {
  readonly channel: Channel;
  readonly alert: AlertDocument;
  /** When its record was committed. */
  readonly bornAt: string;
  /** Whether a run that had this channel ought to have told it: to a new channel nothing was due before. */
  readonly wasDue: boolean;
}

export type UndeliveredDeps = Pick<
  RunDeps,
  'store' | 'connection' | 'signer' | 'channels' | 'fingerprints' | 'log'
>;

/** What quiet hours held back is never older, compared with the last record. */
const LOOK_BACK_MS = 48 * 60 * 60 * 1000;
const MOST_RECORDS = 400;

/** Returns the alerts of one record on one channel that the channel wants. */
export function alertsFor(
  { rules, name }: Channel,
  current: Predicate,
  previous: Predicate | undefined,
): readonly AlertDocument[] {
  const { reminderHours } = rules;
  return alertsBetween(current, previous, { channel: name, reminderHours }).filter((alert) =>
    isWanted(alert, rules),
  );
}

/**
 * Returns what is owed up to a record, oldest first. Looks back to the first record that found nothing
 * undelivered, and over what may have waited for the end of quiet hours. A reminder that a later alert
 * of the same text has overtaken is owed no more.
 */
export async function undeliveredUpTo(
  deps: UndeliveredDeps,
  last: ChainRecord | undefined,
): Promise<readonly UndeliveredAlert[]> {
  const owed: UndeliveredAlert[] = [];
  if (last === undefined || deps.channels.length === 0) return owed;
  const overtaken = new Set<string>();
  const known = new Set<Channel>();
  let looked = 0;
  for (let record: ChainRecord | undefined = last; record !== undefined && looked < MOST_RECORDS; ) {
    const previous: ChainRecord | undefined = await readPrevious(deps, record);
    const { predicate } = record.statement;
    for (const channel of deps.channels) {
      if (namesChannel(deps, predicate.config, channel)) known.add(channel);
      const alerts = alertsFor(channel, predicate, previous?.statement.predicate);
      const open = alerts.filter(
        (alert) => alert.state !== 'ongoing' || !overtaken.has(`${channel.name}\0${conditionKey(alert)}`),
      );
      for (const alert of open.toReversed()) {
        overtaken.add(`${channel.name}\0${conditionKey(alert)}`);
        if (await isDelivered(deps, alert.id)) continue;
        owed.push({ channel, alert, bornAt: predicate.chain.recordedAt, wasDue: known.has(channel) });
      }
    }
    if (isSettledBefore(predicate, last)) break;
    record = previous;
    looked += 1;
  }
  return owed.reverse();
}

/** Returns how many alerts ought to have been told by the run before and were not, by channel. */
export async function undeliveredBefore(
  deps: UndeliveredDeps,
  last: ChainRecord | undefined,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const toldAt = last === undefined ? '' : last.statement.predicate.chain.recordedAt;
  for (const { channel, alert, bornAt, wasDue } of await undeliveredUpTo(deps, last)) {
    if (!wasDue || isHeld(alert, bornAt, new Date(toldAt), channel.rules)) continue;
    counts.set(channel.name, (counts.get(channel.name) ?? 0) + 1);
  }
  return counts;
}

/** Whether nothing that is older than this record can be owed. */
function isSettledBefore({ conditions, chain }: Predicate, last: ChainRecord): boolean {
  if (conditions.some(({ condition }) => condition === 'alert-undelivered')) return false;
  const lastAt = Date.parse(last.statement.predicate.chain.recordedAt);
  return lastAt - Date.parse(chain.recordedAt) > LOOK_BACK_MS;
}

/** Whatever lies there counts: who may write into the store is not judged here. */
async function isDelivered({ store, connection, log }: UndeliveredDeps, alertId: string): Promise<boolean> {
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
