/** Tells the channels of a write-key connection what became of its test message. Nothing of it is recorded. */
import type { Canary } from '../../schemas/commands/canary.ts';
import { canaryAlert } from '../alerts/canary-failed.ts';
import { isWanted } from '../alerts/rules.ts';
import { channelsOf } from '../channels.ts';
import type { SendingConnection } from '../config/effective.ts';
import type { RunExtras, Surroundings } from '../deps.ts';
import { type Delivery, tellInOrder } from '../run/announce.ts';
import type { Judged } from '../senders/delivery-finding.ts';
import { isAlarming } from '../senders/finding.ts';
import { TOOL_VERSION } from '../tool-version.ts';

/** Returns the result on each channel that had something to hear. A channel that is down fails nothing. */
export async function tellCanary(
  connection: SendingConnection,
  { finding, summary, hint, runId }: Judged & { readonly runId: string },
  { surroundings, extras }: { readonly surroundings: Surroundings; readonly extras: RunExtras },
): Promise<Canary['deliveries']> {
  const hasArrived = finding === 'delivered';
  if (!hasArrived && !isAlarming(finding)) return [];
  const at = surroundings.now().toISOString();
  const end = { connection: connection.name, runId, at, hasArrived, summary, hint };
  const channels = channelsOf(connection, { ...surroundings, ...extras, toolVersion: TOOL_VERSION });
  const told = channels.map((channel) => {
    const alert = canaryAlert(end, channel);
    const all = alert !== undefined && isWanted(alert, channel.rules) ? [{ alert, bornAt: at }] : [];
    return tellInOrder({ ...surroundings, log: extras.log }, channel, all, async () => undefined);
  });
  return (await Promise.all(told)).flat().map(printed);
}

function printed({ channel, alert, result, attempts, error }: Delivery): Canary['deliveries'][number] {
  const { id, condition, state, severity } = alert;
  const why = error === undefined ? {} : { error };
  return { channel, alert: { id, condition, state, severity }, result, attempts, ...why };
}
