/** The alert that a test message did not arrive, and that one does again. No record of it is kept. */
import { ALERT_SCHEMA, type AlertDocument } from '../../schemas/alert.ts';
import type { ChannelKind } from '../../schemas/channel-kinds.ts';
import { alertId } from './changes.ts';
import { remediationOf } from './remediation.ts';

export interface CanaryEnd {
  readonly connection: string;
  readonly runId: string;
  readonly at: string;
  readonly hasArrived: boolean;
  /** What became of it; a sentence without secrets, not ended. */
  readonly summary: string;
  readonly hint: string;
}

/**
 * Kinds that know by themselves whether anything is open, and to which the end of nothing is no news. Nothing
 * remembers what was told, so that people would hear of every canary that arrives.
 */
const KEEP_STATE: readonly ChannelKind[] = ['pagerduty', 'webhook'];

/** Returns the alert for one channel; undefined where it has nothing to hear. */
export function canaryAlert(
  end: CanaryEnd,
  { name, kind }: { readonly name: string; readonly kind: ChannelKind },
): AlertDocument | undefined {
  const { connection, runId, at, hasArrived, summary, hint } = end;
  if (hasArrived && !KEEP_STATE.includes(kind)) return undefined;
  const state = hasArrived ? 'resolved' : 'opened';
  return {
    schema: ALERT_SCHEMA,
    id: alertId(['canary-failed', connection, runId, state, name]),
    condition: 'canary-failed',
    state,
    severity: 'high',
    connection,
    workspace: null,
    summary: `The test message of ${at} ${hasArrived ? 'has arrived' : 'has not arrived'}: ${summary}.`,
    since: at,
    lastGoodAt: hasArrived ? at : null,
    runId,
    remediation: hasArrived
      ? 'No action needed.'
      : `${hint} ${remediationOf({ condition: 'canary-failed' })}`,
  };
}
