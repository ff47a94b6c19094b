/** Composition of the channels: configuration and surroundings in, channels out. Contacts no one. */
import type { Channel } from './alerts/channel.ts';
import { TIMEOUTS } from './alerts/channels/http.ts';
import { type ChannelSurroundings, openChannels, openHeartbeats } from './alerts/channels/open.ts';
import type { Heartbeat } from './alerts/heartbeat.ts';
import type { EffectiveConnection } from './config/effective.ts';
import type { Environment } from './config/environment.ts';
import { proxyFor } from './config/proxy.ts';
import { resolveSecret } from './config/secrets.ts';
import { openSecrets } from './credentials.ts';

export interface ChannelExtras {
  readonly env: Environment;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  readonly toolVersion: string;
  /** Called with each secret as soon as it is known, so that no log line may hold it. */
  readonly onSecret: (secret: string) => void;
  readonly log?: ChannelSurroundings['log'];
}

/** Returns the channels of a connection. They need no store and no key: a failed run is reported too. */
export function channelsOf(
  { alerts }: Pick<EffectiveConnection, 'alerts'>,
  extras: ChannelExtras,
): readonly Channel[] {
  return openChannels(alerts, surroundingsOf(extras));
}

/** Returns those that are called when a run of a connection begins and ends. */
export function heartbeatsOf(
  { alerts }: Pick<EffectiveConnection, 'alerts'>,
  extras: ChannelExtras,
): readonly Heartbeat[] {
  return openHeartbeats(alerts, surroundingsOf(extras));
}

function surroundingsOf(extras: ChannelExtras): ChannelSurroundings {
  const { env, now, signal, toolVersion, onSecret, log } = extras;
  const secrets = openSecrets(env);
  const userAgent = `segment-evidence/${toolVersion}`;
  const proxyOf = ({ href }: URL) => proxyFor(href, env)?.url;
  return {
    http: { ...TIMEOUTS, proxyFor: proxyOf, now, signal, userAgent },
    resolveSecret: async (reference) => {
      const secret = await resolveSecret(reference, secrets);
      onSecret(secret.reveal());
      return secret;
    },
    onSecret,
    ...(log === undefined ? {} : { log }),
  };
}
