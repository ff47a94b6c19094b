/** From the configuration to channels. The secrets of a channel are fetched when it is first needed. */
import type { AlertDocument } from '../../../schemas/alert.ts';
import { isHeartbeat, isTold, type TellingChannelKind } from '../../../schemas/channel-kinds.ts';
import { type Alert, beats } from '../../../schemas/config-alerts.ts';
import { CONFIG_DEFAULTS } from '../../../schemas/config-values.ts';
import { EvidenceError } from '../../errors.ts';
import { canonical } from '../../evidence/canonical.ts';
import type { Secret } from '../../evidence/secret.ts';
import { type Channel, channelError } from '../channel.ts';
import type { Heartbeat } from '../heartbeat.ts';
import { wellFormed } from '../well-formed.ts';
import { openHeartbeat } from './heartbeat.ts';
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
  /** Called with each secret that is found in another one. */
  readonly onSecret?: (secret: string) => void;
  readonly log?: {
    warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  };
}

type Opener = (options: SenderOptions) => Sender;

/**
 * One for each kind that alerts are told to; the configuration refuses what this version has not. A kind that brings
 * a library along is loaded by `import()`, so that nobody else pays for it.
 */
const OPENERS: Readonly<Record<TellingChannelKind, () => Opener | Promise<Opener>>> = {
  slack: () => openSlack,
  teams: () => openTeams,
  pagerduty: () => openPagerDuty,
  webhook: () => openWebhook,
  sns: () => openSns,
  email: async () => (await import('./email.ts')).openEmail,
};

/** Returns the channels that a connection's alerts are told to, in the order of the configuration. Contacts nobody yet. */
export function openChannels(
  alerts: readonly Alert[],
  surroundings: ChannelSurroundings,
): readonly Channel[] {
  return placed(alerts)
    .filter(({ alert }) => !isHeartbeat(alert.channel))
    .map(({ alert, index }) => openChannel(alert, index, surroundings));
}

/** Returns those that are called for each run of a connection, in the order of the configuration. Contacts nobody yet. */
export function openHeartbeats(
  alerts: readonly Alert[],
  { http, resolveSecret }: ChannelSurroundings,
): readonly Heartbeat[] {
  return placed(alerts)
    .filter(({ alert }) => isHeartbeat(alert.channel))
    .map(({ alert, index }) => {
      const name = `${alert.channel}-${index}`;
      const fetchAddress = () => fetchSecret(name, alert.url ?? '', resolveSecret);
      return openHeartbeat({ name, fetchAddress, beats: alert.beats ?? beats, http });
    });
}

/** With the place of each in the configuration, from 1. */
function placed(alerts: readonly Alert[]) {
  return alerts.map((alert, place) => ({ alert, index: place + 1 }));
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
  { http, resolveSecret, onSecret, log }: ChannelSurroundings,
): Promise<Sender> {
  if (!isTold(kind)) {
    throw channelError(name, { problem: 'expected a kind of channel that this version has', isFinal: true });
  }
  const open = await OPENERS[kind]();
  return open({
    name,
    address: url === undefined ? '' : await fetchSecret(name, url, resolveSecret),
    secret: secret === undefined ? undefined : await fetchSecret(name, secret, resolveSecret),
    http,
    onSecret,
    onShortfall: (found) => log?.warn({ channel: name, found }, 'not everybody got it'),
  });
}

async function fetchSecret(
  name: string,
  reference: string,
  resolveSecret: ChannelSurroundings['resolveSecret'],
): Promise<string> {
  try {
    return (await resolveSecret(reference)).reveal();
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause;
    const { message: problem, hint } = cause;
    throw channelError(name, { problem, isFinal: true, cause, ...(hint === undefined ? {} : { hint }) });
  }
}
