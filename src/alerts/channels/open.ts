/** From the configuration to channels. The secrets of a channel are fetched when it is first needed. */
import type { AlertDocument } from '../../../schemas/alert.ts';
import { type BuiltChannelKind, isSupportedChannel } from '../../../schemas/channel-kinds.ts';
import type { Alert } from '../../../schemas/config-alerts.ts';
import { CONFIG_DEFAULTS } from '../../../schemas/config-values.ts';
import { EvidenceError } from '../../errors.ts';
import { canonical } from '../../evidence/canonical.ts';
import type { Secret } from '../../evidence/secret.ts';
import { type Channel, channelError } from '../channel.ts';
import { wellFormed } from '../well-formed.ts';
import type { HttpSettings } from './http.ts';
import { openPagerDuty } from './pagerduty.ts';
import type { Sender, SenderOptions } from './sender.ts';
import { openSlack } from './slack.ts';
import { openSns } from './sns.ts';
import { openTeams } from './teams.ts';
import { openWebhook } from './webhook.ts';

export interface ChannelSurroundings {
  readonly http: HttpSettings;
  /** @throws SecretError */
  readonly resolveSecret: (reference: string) => Promise<Secret>;
}

/** One for each kind that this version has; the configuration refuses the others. */
const OPENERS: Readonly<Record<BuiltChannelKind, (options: SenderOptions) => Sender>> = {
  slack: openSlack,
  teams: openTeams,
  pagerduty: openPagerDuty,
  webhook: openWebhook,
  sns: openSns,
};

/** Returns the channels of a connection, in the order of the configuration. Contacts nobody yet. */
export function openChannels(
  alerts: readonly Alert[],
  surroundings: ChannelSurroundings,
): readonly Channel[] {
  return alerts.map((alert, place) => openChannel(alert, place + 1, surroundings));
}

function openChannel(alert: Alert, index: number, surroundings: ChannelSurroundings): Channel {
  const name = `${alert.channel}-${index}`;
  // A channel that gets receipts as well is the same channel for alerts as before.
  const { receipts, ...settings } = alert;
  let opened: Promise<Sender> | undefined;
  const sender = (): Promise<Sender> => {
    opened ??= openSender(name, alert, surroundings);
    return opened;
  };
  return {
    name,
    kind: alert.channel,
    index,
    rules: {
      minSeverity: alert.minSeverity ?? CONFIG_DEFAULTS.minSeverity,
      reminderHours: alert.reminderHours ?? CONFIG_DEFAULTS.reminderHours,
      quietHours: alert.quietHours,
    },
    settings: canonical(settings),
    notify: async (document: AlertDocument) => (await sender()).send(wellFormed(document)),
    tellReceipt:
      receipts === true ? async (message) => (await sender()).sendReceipt(wellFormed(message)) : undefined,
    probe: async () => (await sender()).probe(),
  };
}

async function openSender(
  name: string,
  { channel: kind, url, secret }: Alert,
  { http, resolveSecret }: ChannelSurroundings,
): Promise<Sender> {
  if (!isSupportedChannel(kind)) {
    throw channelError(name, { problem: 'expected a kind of channel that this version has', isFinal: true });
  }
  const fetch = async (reference: string) => {
    try {
      return (await resolveSecret(reference)).reveal();
    } catch (cause) {
      if (!(cause instanceof EvidenceError)) throw cause;
      const { message: problem, hint } = cause;
      throw channelError(name, { problem, isFinal: true, cause, ...(hint === undefined ? {} : { hint }) });
    }
  };
  const address = url === undefined ? '' : await fetch(url);
  return OPENERS[kind]({
    name,
    address,
    secret: secret === undefined ? undefined : await fetch(secret),
    http,
  });
}
