/**
 * Tells the channels that work of those that do not, soon and once, and when that is over. What was told is known by
 * the records of deliveries alone; where the condition is in a record, its own alerts say all of this.
 */
import type { AlertDocument } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import type { DerivedAlert } from '../alerts/changes.ts';
import type { Channel } from '../alerts/channel.ts';
import { channelsDown, downAlert, downAlertId, type Outcome, upAlert } from '../alerts/channels-down.ts';
import { isWanted } from '../alerts/rules.ts';
import { hasRecord, type UndeliveredDeps } from './undelivered-alerts.ts';

export type Report = ReadonlyMap<Channel, AlertDocument>;

/** What was told up to a record, and what became of it. */
export interface Telling {
  readonly record: Predicate;
  readonly outcomes: readonly Outcome[];
  readonly now: () => Date;
}

/** Returns what each channel is to be told of the others right after it was told the alerts of a record. */
export async function reportChannels(deps: UndeliveredDeps, telling: Telling): Promise<Report> {
  const { record, outcomes } = telling;
  const down = channelsDown(outcomes);
  const failed = outcomes.filter(({ result }) => result === 'undelivered');
  const report = new Map<Channel, AlertDocument>();
  if (deps.channels.length < 2 || isInRecord(record)) return report;
  // What waits for the end of quiet hours says nothing of whether its channel works again.
  const isAllTold = outcomes.every(({ result }) => result === 'delivered');
  const seqs = isAllTold ? [record.chain.seq, record.chain.seq + 1] : [record.chain.seq];
  for (const channel of deps.channels) {
    if (failed.some((each) => each.channel === channel.name)) continue;
    const alert =
      down.size > 0 ? downAlert(record, down, channel.name) : await endOf(deps, channel, telling, seqs);
    if (alert === undefined || !isWanted(alert, channel.rules)) continue;
    if (!(await hasRecord(deps, alert.id))) report.set(channel, alert);
  }
  return report;
}

/**
 * What was told of a record that was foreseen and that is this one, or is still to come, has ended: nothing was owed
 * when this one was made, or nothing is any longer.
 */
async function endOf(
  deps: UndeliveredDeps,
  { name }: Channel,
  { record, now }: Telling,
  seqs: readonly number[],
): Promise<AlertDocument | undefined> {
  const { chain } = record;
  for (const seq of seqs) {
    if (!(await hasRecord(deps, downAlertId(chain, seq, 'opened', name)))) continue;
    const alert = upAlert(record, seq, now().toISOString(), name);
    if (!(await hasRecord(deps, alert.id))) return alert;
  }
  return undefined;
}

/** Returns the alerts of a record without the one that its channel has heard already from the run before. */
export async function withoutForetold(
  deps: UndeliveredDeps,
  alerts: readonly DerivedAlert[],
): Promise<readonly DerivedAlert[]> {
  const kept: DerivedAlert[] = [];
  for (const each of alerts) {
    const { condition, state, id } = each.alert;
    const mayBeForetold = condition === 'alert-undelivered' && state === 'opened';
    if (!mayBeForetold || !(await hasRecord(deps, id))) kept.push(each);
  }
  return kept;
}

const isInRecord = ({ conditions }: Predicate) =>
  conditions.some(({ condition }) => condition === 'alert-undelivered');
