/** Channels on real sockets with waits that are only counted. */
import type { Alert } from '../../schemas/config-alerts.ts';
import type { Channel } from '../../src/alerts/channel.ts';
import type { HttpSettings } from '../../src/alerts/channels/http.ts';
import { type ChannelSurroundings, openChannels } from '../../src/alerts/channels/open.ts';
import { SecretError } from '../../src/errors.ts';
import { Secret } from '../../src/evidence/secret.ts';

export const WEBHOOK_SECRET = `whsec_${Buffer.from('a signing secret for tests only').toString('base64')}`;

export interface Waits {
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly asked: number[];
}

/** Waits that nobody waits for; `asked` is the list of delays asked for. */
export function countedWaits(): Waits {
  const asked: number[] = [];
  return { sleep: async (ms) => void asked.push(ms), random: () => 1, asked };
}

/** Returns a channel whose address is the given text and whose waits are short. */
export function channelTo(
  address: string,
  alert: Partial<Alert> = {},
  http: Partial<HttpSettings> = {},
): Channel {
  const secrets = { 'env:ADDRESS': address, 'env:SECRET': WEBHOOK_SECRET };
  return channelWith(
    { channel: 'webhook', url: 'env:ADDRESS', secret: 'env:SECRET', ...alert },
    secrets,
    http,
  );
}

/** Returns a channel of these settings, whose references stand for the given texts. */
export function channelWith(
  alert: Alert,
  secrets: Readonly<Record<string, string>>,
  http: Partial<HttpSettings> = {},
  more: Pick<ChannelSurroundings, 'onSecret' | 'log'> = {},
): Channel {
  const [channel] = openChannels([alert], {
    ...more,
    http: {
      connectMs: 2_000,
      wholeMs: 2_000,
      proxyFor: () => undefined,
      now: () => new Date(),
      signal: new AbortController().signal,
      userAgent: 'segment-evidence/test',
      ...http,
    },
    resolveSecret: async (reference) => {
      const value = secrets[reference];
      if (value === undefined)
        throw new SecretError({ reference, message: `fetch secret: ${reference}: none` });
      return new Secret(value, reference);
    },
  });
  if (channel === undefined) throw new Error('expected a channel');
  return channel;
}
