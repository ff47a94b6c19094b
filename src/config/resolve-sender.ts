/** From a write-key connection without problems to one ready to use: the region's own host, defaults, inherited alerts. */
import { Connection } from '../../schemas/config.ts';
import type { Alert } from '../../schemas/config-alerts.ts';
import { TRACKING_HOSTS } from '../../schemas/config-rules.ts';
import { CONFIG_DEFAULTS } from '../../schemas/config-values.ts';
import type { Origin, SendingConnection } from './effective.ts';
import { absoluteAlert, absoluteReference, optional } from './resolve.ts';
import { type ConnectionSource, fileOrigin, ownValue, type Settings } from './settings.ts';

export interface ResolvedSender {
  readonly connection: SendingConnection;
  /** By setting of the connection. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Returns the connection and where each of its settings came from. The configuration must have been checked. */
export function resolveSender(source: ConnectionSource, settings: Settings): ResolvedSender {
  const parsed = Connection.parse(source.value);
  const alerts = settings.find('alerts', source);
  const written = (alerts?.value ?? []) as readonly Alert[];
  const own = TRACKING_HOSTS[parsed.region];
  const trackingUrl = parsed.baseUrl === undefined ? own : new URL(parsed.baseUrl).origin;
  const connection: SendingConnection = {
    name: parsed.name,
    type: 'write-key',
    region: parsed.region,
    writeKeyRef: absoluteReference(parsed.writeKey ?? '', source.document.folder),
    trackingUrl,
    trackingUrlIsOverride: trackingUrl !== own,
    ...optional('workspacePin', parsed.workspace),
    concurrency: parsed.concurrency ?? CONFIG_DEFAULTS.concurrency,
    ...optional('shareLimitsWith', parsed.shareLimitsWith),
    requestsPerMinute: parsed.requestsPerMinute ?? CONFIG_DEFAULTS.requestsPerMinute,
    alerts: written.map((alert) => absoluteAlert(alert, alerts?.folder ?? '')),
  };
  return { connection, origins: originsOf(source).set('alerts', alerts?.origin ?? { kind: 'default' }) };
}

const OWN_SETTINGS = [
  ...['type', 'region', 'baseUrl', 'writeKey', 'workspace'],
  ...['concurrency', 'shareLimitsWith', 'requestsPerMinute'],
];

function originsOf(source: ConnectionSource): Map<string, Origin> {
  return new Map(
    OWN_SETTINGS.map((name): [string, Origin] => {
      const isWritten = ownValue(source.value, [name]) !== undefined;
      return [name, isWritten ? fileOrigin(source.document, [...source.path, name]) : { kind: 'default' }];
    }),
  );
}
