/** An alert that says nothing but that alerts arrive. Marked as a test; no record gives rise to it, and none ends it. */
import { ALERT_SCHEMA, type AlertDocument } from '../../schemas/alert.ts';
import { alertId } from './changes.ts';

/** Returns the alert for one channel; each test is another one, so that none is dropped as a repeat. */
export function testAlert(
  { connection, at, runId }: { readonly connection: string; readonly at: string; readonly runId: string },
  channel: string,
): AlertDocument {
  const id = alertId(['test', connection, runId, channel]);
  return {
    schema: ALERT_SCHEMA,
    id,
    causeId: id,
    test: true,
    condition: 'alert-undelivered',
    state: 'opened',
    severity: 'info',
    connection,
    workspace: null,
    summary: 'This is a test, sent by `segment-evidence test --send-alert`. Nothing has happened.',
    since: at,
    lastGoodAt: null,
    runId,
    remediation: 'No action needed: alerts of this connection arrive here.',
  };
}
