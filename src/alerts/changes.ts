/**
 * How conditions changed from one signed record to the next, as alerts. Pure: nothing but the two records
 * decides, so whoever holds the chain can derive every alert again, and no state is kept anywhere else.
 */
import { ALERT_SCHEMA, type AlertDocument, type AlertState } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import { type Condition, conditionKey, severities } from '../../schemas/condition.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import { remediationOf } from './remediation.ts';

export interface AlertTarget {
  /** Kind and place of the channel, such as `slack-1`: part of the alert's id. */
  readonly channel: string;
  readonly reminderHours: number;
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * Returns the alerts that a record gives rise to on one channel, the most severe first.
 * Opened: in this record, not in the one before. Resolved: the other way round. Ongoing: in both, once for
 * each reminder interval that has passed since it began, and when it has become more severe.
 */
export function alertsBetween(
  current: Predicate,
  previous: Predicate | undefined,
  target: AlertTarget,
): readonly AlertDocument[] {
  const before = new Map(previous?.conditions.map((condition) => [conditionKey(condition), condition]));
  const now = new Set(current.conditions.map(conditionKey));
  const make = (state: AlertState, condition: Condition) =>
    toAlert(state, condition, { current, previous, channel: target.channel });
  const standing = current.conditions.flatMap((condition) => {
    const known = before.get(conditionKey(condition));
    if (known === undefined) return [make('opened', condition)];
    const isDue =
      rank(condition) < rank(known) ||
      remindersUntil(current, condition, target) > remindersUntil(previous, condition, target);
    return isDue ? [make('ongoing', condition)] : [];
  });
  const gone = [...before.values()].filter((condition) => !now.has(conditionKey(condition)));
  return [...standing, ...gone.map((condition) => make('resolved', condition))].sort(
    (a, b) => rank(a) - rank(b) || (conditionKey(a) < conditionKey(b) ? -1 : 1),
  );
}

const rank = ({ severity }: Pick<Condition, 'severity'>) => severities.indexOf(severity);

/** How many reminder intervals had passed since the condition began when a run started. */
function remindersUntil(
  record: Predicate | undefined,
  { since }: Condition,
  { reminderHours }: AlertTarget,
): number {
  if (record === undefined) return 0;
  const elapsedMs = Date.parse(record.run.startedAt) - Date.parse(since);
  return Math.max(0, Math.floor(elapsedMs / (reminderHours * HOUR_MS)));
}

interface Between {
  readonly current: Predicate;
  readonly previous: Predicate | undefined;
  readonly channel: string;
}

function toAlert(state: AlertState, condition: Condition, { current, previous, channel }: Between) {
  const { chain, connection, lastComplete, run, snapshotPath } = current;
  const { condition: name, resource, check, severity, since } = condition;
  // Of a run that could not ask whose token it has, the record before says whose evidence it was.
  const workspace = current.workspace ?? previous?.workspace ?? null;
  const alert: AlertDocument = {
    schema: ALERT_SCHEMA,
    id: alertId([chain.logId, chain.seq, name, resource ?? null, state, channel, ...(check ? [check] : [])]),
    condition: name,
    state,
    severity,
    connection,
    workspace: workspace === null ? null : { id: workspace.id, slug: workspace.slug },
    ...(resource === undefined ? {} : { resource }),
    ...(check === undefined ? {} : { check }),
    summary: SUMMARIES[state](condition.summary, since, run.startedAt),
    since,
    lastGoodAt: lastComplete?.at ?? null,
    runId: run.id,
    snapshotPath,
    remediation: state === 'resolved' ? 'Nothing has to be done.' : remediationOf(condition),
  };
  return alert;
}

const SUMMARIES: Readonly<Record<AlertState, (summary: string, since: string, at: string) => string>> = {
  opened: (summary, since) => `${summary} Since ${since}.`,
  ongoing: (summary, since) => `${summary} Still so, since ${since}.`,
  resolved: (summary, since, at) => `Over since ${at}, begun ${since}: ${summary}`,
};

/** Returns an id that a retry, or the next run, gets again from the same parts. */
export function alertId(parts: readonly (string | number | null)[]): string {
  return sha256(canonical(parts));
}
