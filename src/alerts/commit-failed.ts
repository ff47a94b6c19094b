/** The alert that nothing could be committed. No record of it can be kept, and none tells of its end. */
import { ALERT_SCHEMA, type AlertDocument } from '../../schemas/alert.ts';
import type { Predicate } from '../../schemas/chain.ts';
import { conditionKey } from '../../schemas/condition.ts';
import { alertId, causeIdOf } from './changes.ts';
import { remediationOf } from './remediation.ts';

export interface FailedCommit {
  readonly connection: string;
  readonly runId: string;
  /** When the run was to be: a second try of the same slot is the same alert. */
  readonly slot: string;
  readonly at: string;
  /** What went wrong; a message without secrets. */
  readonly problem: string;
  readonly hint?: string | undefined;
}

/** Returns the alert for one channel. */
export function commitFailedAlert(failed: FailedCommit, channel: string): AlertDocument {
  const { connection, runId, slot, at, problem, hint } = failed;
  const advice = hint === undefined ? '' : `${hint} `;
  return {
    schema: ALERT_SCHEMA,
    id: alertId(['commit-failed', connection, slot, channel]),
    causeId: causeIdOf(connection, conditionKey({ condition: 'commit-failed' })),
    condition: 'commit-failed',
    state: 'opened',
    severity: 'critical',
    connection,
    workspace: null,
    summary: `Nothing was committed at ${at}, and no evidence of this run is kept: ${problem}.`,
    since: at,
    lastGoodAt: null,
    runId,
    remediation: `${advice}${remediationOf({ condition: 'commit-failed' })}`,
  };
}

/** Returns what ends it at services that keep what is open: something was committed again. */
export function settledAlert(
  { connection, workspace, run, chain, lastComplete, snapshotPath }: Predicate,
  channel: string,
): AlertDocument {
  return {
    schema: ALERT_SCHEMA,
    id: alertId(['commit-failed', 'settled', chain.logId, chain.seq, channel]),
    causeId: causeIdOf(connection, conditionKey({ condition: 'commit-failed' })),
    condition: 'commit-failed',
    state: 'resolved',
    severity: 'critical',
    connection,
    workspace: workspace === null ? null : { id: workspace.id, slug: workspace.slug },
    summary: `Resolved at ${chain.recordedAt}: a run was committed.`,
    since: chain.recordedAt,
    lastGoodAt: lastComplete?.at ?? null,
    runId: run.id,
    snapshotPath,
    remediation: 'No action needed.',
  };
}
