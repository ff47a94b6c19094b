/**
 * That alerts do not reach a channel, told through the others by the run that meets it. The next record has the
 * condition `alert-undelivered` if it lasts: what is told here has the id that its alert will have, so that it comes
 * once. Pure.
 */
import { ALERT_SCHEMA, type AlertDocument } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import { conditionKey } from '../../schemas/condition.ts';
import { alertId, causeIdOf } from './changes.ts';
import { remediationOf } from './remediation.ts';

const condition = 'alert-undelivered';

/** What became of one alert on one channel, as far as it is counted here. */
export interface Outcome {
  readonly channel: string;
  readonly result: 'delivered' | 'deferred' | 'undelivered';
  /** Whether the receiver said when to come back: it is there, and it is told later. */
  readonly isBusy?: true;
  readonly error?: { readonly message: string };
}

/** Returns the channels that did not take what they should, each with why; not those that are only busy. */
export function channelsDown(outcomes: readonly Outcome[]): ReadonlyMap<string, string> {
  const down = new Map<string, string>();
  for (const { channel, result, isBusy, error } of outcomes) {
    if (result !== 'undelivered' || isBusy === true || down.has(channel)) continue;
    down.set(channel, (error?.message ?? '').replace(/^send alert: [^:]+: /, ''));
  }
  return down;
}

/** Returns what the alert is known by that a record of this number will give rise to on a channel. */
export function downAlertId(
  { logId }: Pick<Predicate['chain'], 'logId'>,
  seq: number,
  state: 'opened' | 'resolved',
  channel: string,
): string {
  return alertId([logId, seq, condition, null, state, channel]);
}

/** Returns the alert for one channel that others cannot be reached since a record was committed. */
export function downAlert(
  record: Predicate,
  down: ReadonlyMap<string, string>,
  channel: string,
): AlertDocument {
  const which = [...down].map(([name, why]) => `${name} (${why})`).join(', ');
  const { chain } = record;
  return {
    ...commonOf(record),
    id: downAlertId(chain, chain.seq + 1, 'opened', channel),
    state: 'opened',
    summary: `Alerts could not be delivered: ${which}. Since ${chain.recordedAt}.`,
    remediation: remediationOf({ condition }),
  };
}

/** Returns the alert that all of them have got what was owed; `seq`: number of the record that was foreseen. */
export function upAlert(record: Predicate, seq: number, at: string, channel: string): AlertDocument {
  return {
    ...commonOf(record),
    id: downAlertId(record.chain, seq, 'resolved', channel),
    state: 'resolved',
    summary: `Resolved at ${at}: the alerts that could not be delivered have been delivered.`,
    remediation: 'No action needed.',
  };
}

function commonOf({ connection, workspace, chain, lastComplete, run, snapshotPath }: Predicate) {
  return {
    schema: ALERT_SCHEMA,
    causeId: causeIdOf(connection, conditionKey({ condition })),
    condition,
    severity: 'high',
    connection,
    workspace: workspace === null ? null : { id: workspace.id, slug: workspace.slug },
    since: chain.recordedAt,
    lastGoodAt: lastComplete?.at ?? null,
    runId: run.id,
    snapshotPath,
  } as const;
}
