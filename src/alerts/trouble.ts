/**
 * What is wrong with a connection's evidence though no run can say so: seen from outside by `status --alert`, the
 * watchdog of Lambda or the schedule process. No record of it is made, so its alerts follow from what was told before:
 * the first, second … time that something was wrong has an id of its own, and so has each of its reminders. Pure.
 */
import { ALERT_SCHEMA, type AlertDocument, type AlertState } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import type { Condition } from '../../schemas/condition.ts';
import { alertId, causeIdOf } from './changes.ts';
import { remediationOf } from './remediation.ts';

/** What goes wrong again and again under one name; within it, one thing is told from another by its snapshot. */
export interface TroubleLine extends Pick<Condition, 'condition'> {
  /** Such as `schedule` or `snapshots`. */
  readonly key: string;
}

export interface Trouble extends Pick<Condition, 'severity' | 'summary' | 'since'> {
  /** The snapshot that it is about, relative to the connection's folder. */
  readonly snapshotPath?: string | undefined;
  /** What to do first. */
  readonly hint?: string | undefined;
}

/** Of whom an alert is, and who tells it. */
export interface Watched {
  readonly connection: string;
  readonly channel: string;
  readonly at: string;
  readonly runId: string;
  /** The newest record; absent where there is none, or it cannot be read. */
  readonly last?: Pick<Predicate, 'workspace' | 'lastComplete'> | undefined;
}

/** Which alert of a line it is: how often something had been wrong before, and which reminder. */
export interface Telling {
  readonly state: AlertState;
  readonly episode: number;
  readonly reminder?: number;
}

/** Returns the id of an alert, the same for whoever tells it. */
export function troubleId(
  { condition, key }: TroubleLine,
  { connection, channel }: Pick<Watched, 'connection' | 'channel'>,
  { state, episode, reminder = 0 }: Telling,
): string {
  return alertId(['watch', connection, condition, key, channel, episode, state, reminder]);
}

/** Returns the alert that something is wrong, or still is. */
export function troubleAlert(
  line: TroubleLine,
  trouble: Trouble,
  watched: Watched,
  telling: Telling,
): AlertDocument {
  const { severity, summary, since, snapshotPath, hint } = trouble;
  const { condition, key } = line;
  const { connection } = watched;
  // Another one than of a condition of the same name in a record: each is ended by who sees its end.
  const cause = ['watch', condition, key, snapshotPath ?? ''].join('\0');
  const advice = hint === undefined ? '' : `${hint} `;
  const when = telling.state === 'ongoing' ? `Still open since ${since}.` : `Since ${since}.`;
  return {
    schema: ALERT_SCHEMA,
    id: troubleId(line, watched, telling),
    causeId: causeIdOf(connection, cause),
    condition,
    state: telling.state,
    severity,
    connection,
    ...factsOf(watched),
    summary: `${summary} ${when}`,
    since,
    ...(snapshotPath === undefined ? {} : { snapshotPath }),
    remediation: `${advice}${remediationOf({ condition, connection })}`,
  };
}

/** Returns the alert that what was told is over. */
export function endedAlert(
  line: TroubleLine,
  opened: AlertDocument,
  watched: Watched,
  episode: number,
): AlertDocument {
  const telling = { state: 'resolved', episode } as const;
  return {
    ...opened,
    ...factsOf(watched),
    id: troubleId(line, watched, telling),
    state: telling.state,
    summary: `Resolved at ${watched.at}, open since ${opened.since}: ${opened.summary}`,
    remediation: 'No action needed.',
  };
}

function factsOf({ last, runId }: Watched): Pick<AlertDocument, 'workspace' | 'lastGoodAt' | 'runId'> {
  const { workspace = null, lastComplete = null } = last ?? {};
  return {
    workspace: workspace === null ? null : { id: workspace.id, slug: workspace.slug },
    lastGoodAt: lastComplete?.at ?? null,
    runId,
  };
}
