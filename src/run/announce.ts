/**
 * Telling what changed, after the commit: first what earlier runs could not deliver, then what this one
 * found. Each delivery is recorded create-only. A channel that is down loses nothing and fails nothing:
 * the snapshot is sealed, and the next run tells it.
 */
import { ALERT_DELIVERY_SCHEMA, type AlertDelivery, type AlertDocument } from '../../schemas/alert.ts';
import type { Channel } from '../alerts/channel.ts';
import { commitFailedAlert, type FailedCommit } from '../alerts/commit-failed.ts';
import { type Sent, sendPatiently } from '../alerts/patience.ts';
import { isHeld, isWanted } from '../alerts/rules.ts';
import { type AlertError, StoreError } from '../errors.ts';
import { canonical } from '../evidence/canonical.ts';
import type { ChainRecord } from '../seal/record.ts';
import { toContent } from '../store/content.ts';
import { alertKey } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';
import { reportChannels, withoutForetold } from './report-channels.ts';
import { settleFailures } from './settle-failures.ts';
import type { ToldFailures } from './told-failures.ts';
import {
  alertsFor,
  type Undelivered,
  type UndeliveredDeps,
  undeliveredBefore,
  undeliveredUpTo,
} from './undelivered-alerts.ts';

/** What became of one alert on one channel. */
export interface Delivery {
  readonly channel: string;
  readonly alert: AlertDocument;
  /** `deferred`: quiet hours hold it back. `undelivered`: the next run tries again. */
  readonly result: 'delivered' | 'deferred' | 'undelivered';
  readonly attempts: number;
  readonly error?: { readonly message: string; readonly hint?: string };
  /** Whether the receiver said when to come back, later than this run can wait. */
  readonly isBusy?: true;
}

export type TellDeps = Pick<RunDeps, 'now' | 'sleep' | 'random' | 'log'>;
export type AnnounceDeps = UndeliveredDeps & TellDeps;

interface Told {
  readonly alert: AlertDocument;
  readonly bornAt: string;
}

/**
 * Tells every channel what a run has found that was just committed, and before that what it is owed. The
 * alerts of this record are told in any case, whatever lies in the store under their names. Never throws for
 * the store: what is committed stays so.
 */
export function announce(
  deps: AnnounceDeps,
  record: ChainRecord,
  known: Undelivered,
): Promise<readonly Delivery[]> {
  return mindStore(deps, async () => {
    const { last, alerts } = await undeliveredBefore(deps, record, known);
    const { predicate } = record.statement;
    const told = deps.channels.map(async (channel) => {
      const derived = alertsFor(channel, predicate, last?.statement.predicate, deps.tokenReference);
      const own = await withoutForetold(deps, derived);
      const overtaking = new Set(own.map(({ cause }) => cause));
      const owed = alerts.filter(
        (each) => each.channel === channel && !(each.alert.state === 'ongoing' && overtaking.has(each.cause)),
      );
      const { recordedAt: bornAt } = predicate.chain;
      return tellChannel(deps, channel, [...owed, ...own.map(({ alert }) => ({ alert, bornAt }))]);
    });
    const deliveries = (await Promise.all(told)).flat();
    const failed = deliveries.filter(({ result }) => result === 'undelivered');
    await settleFailures(deps, predicate, new Set(failed.map(({ channel }) => channel)));
    return withReport(deps, record, deliveries);
  });
}

/** Tells every channel what it is owed up to a record that was there before. Never throws for the store. */
export function announceOwed(deps: AnnounceDeps, record: ChainRecord): Promise<readonly Delivery[]> {
  return mindStore(deps, async () => {
    const { alerts } = await undeliveredUpTo(deps, record);
    const told = deps.channels.map((channel) =>
      tellChannel(
        deps,
        channel,
        alerts.filter((each) => each.channel === channel),
      ),
    );
    return withReport(deps, record, (await Promise.all(told)).flat());
  });
}

/** Tells those channels that work of those that do not, after all else. */
async function withReport(
  deps: AnnounceDeps,
  { statement: { predicate: record } }: ChainRecord,
  outcomes: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const report = await reportChannels(deps, { record, outcomes, now: deps.now });
  const { recordedAt: bornAt } = record.chain;
  const told = [...report].map(([channel, alert]) => tellChannel(deps, channel, [{ alert, bornAt }]));
  return [...outcomes, ...(await Promise.all(told)).flat()];
}

async function mindStore(
  { channels, log }: AnnounceDeps,
  tell: () => Promise<readonly Delivery[]>,
): Promise<readonly Delivery[]> {
  if (channels.length === 0) return [];
  try {
    return await tell();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn({ error: error.message }, 'alerts not derived: the records before cannot be read');
    return [];
  }
}

/** Tells one channel alerts, one after the other, and records what was delivered. */
export const tellChannel = (
  deps: TellDeps & Pick<RunDeps, 'store' | 'connection'>,
  channel: Channel,
  all: readonly Told[],
) => tellInOrder(deps, channel, all, (delivery) => recordDelivery(deps, channel, delivery));

/** Tells every channel that nothing could be committed; there is no place for a record of it but in memory. */
export async function announceFailure(
  deps: TellDeps & Pick<RunDeps, 'channels'> & { readonly toldFailures?: ToldFailures | undefined },
  failed: FailedCommit,
): Promise<readonly Delivery[]> {
  const { toldFailures } = deps;
  const { connection } = failed;
  const atMs = Date.parse(failed.at);
  const told = deps.channels.map((channel) => {
    const { name, rules } = channel;
    const alert = commitFailedAlert(failed, name);
    const isKnown = toldFailures?.isTold(connection, name, { atMs, reminderHours: rules.reminderHours });
    const all = isWanted(alert, rules) && isKnown !== true ? [{ alert, bornAt: failed.at }] : [];
    return tellInOrder(deps, channel, all, async () => toldFailures?.remember(connection, name, atMs));
  });
  return (await Promise.all(told)).flat();
}

/** One after the other; once a channel has not answered, it is not made to wait for again in this run. */
export async function tellInOrder(
  deps: TellDeps,
  channel: Channel,
  all: readonly Told[],
  onDelivered: (delivery: Delivery) => Promise<void>,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = [];
  let down: AlertError | undefined;
  let waitedMs = 0;
  for (const { alert, bornAt } of all) {
    const base = { channel: channel.name, alert };
    if (isHeld(alert, bornAt, deps.now(), channel.rules)) {
      deliveries.push({ ...base, result: 'deferred', attempts: 0 });
      continue;
    }
    const sent: Sent =
      down === undefined
        ? await sendPatiently(() => channel.notify(alert), deps, waitedMs)
        : { attempts: 0, waitedMs, error: down };
    const { attempts, error } = sent;
    waitedMs = sent.waitedMs;
    const delivery: Delivery =
      error === undefined
        ? { ...base, result: 'delivered', attempts }
        : { ...base, result: 'undelivered', attempts, ...failureOf(error) };
    if (error === undefined) await onDelivered(delivery);
    else if (!error.isFinal) down = error;
    deliveries.push(delivery);
    logDelivery(deps, delivery);
  }
  return deliveries;
}

function failureOf({ message, hint, retryAfterMs }: AlertError): Pick<Delivery, 'error' | 'isBusy'> {
  const error = { message, ...(hint === undefined ? {} : { hint }) };
  return retryAfterMs === undefined ? { error } : { error, isBusy: true };
}

function logDelivery({ log }: TellDeps, { channel, alert, result, attempts, error }: Delivery): void {
  const { condition, state, resource } = alert;
  const fields = { channel, condition, state, ...(resource === undefined ? {} : { resource }), attempts };
  if (result === 'delivered') log.info(fields, 'alert delivered');
  else log.warn({ ...fields, error: error?.message }, 'alert not delivered');
}

/** A record that is there already says the same. One that cannot be written makes the alert come twice. */
async function recordDelivery(
  { store, connection, now, log }: TellDeps & Pick<RunDeps, 'store' | 'connection'>,
  { kind, index }: Channel,
  { alert, attempts }: Delivery,
): Promise<void> {
  const delivery: AlertDelivery = {
    schema: ALERT_DELIVERY_SCHEMA,
    alert,
    channel: { kind, index },
    deliveredAt: now().toISOString(),
    attempts,
  };
  const key = alertKey(connection, alert.id);
  try {
    await store.put(key, toContent(canonical(delivery)));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code !== 'ALREADY_EXISTS') log.warn({ key, error: error.code }, 'delivery not recorded');
  }
}
