/** From a configuration without problems to effective connections: defaults filled in, paths made absolute. */

import { resolve } from 'node:path';
import { Connection } from '../../schemas/config.ts';
import type { Alert } from '../../schemas/config-alerts.ts';
import { type Anchors, isPem } from '../../schemas/config-anchors.ts';
import { SEGMENT_HOSTS } from '../../schemas/config-rules.ts';
import { CONFIG_DEFAULTS } from '../../schemas/config-values.ts';
import type { ConfigDocument } from './document.ts';
import type { EffectiveConnection, Origin, Retention, TimestampAuthority } from './effective.ts';
import { namedInputs } from './inputs/named-inputs.ts';
import { resolvePreviousKeys } from './previous-keys.ts';
import {
  type ConnectionSource,
  type Found,
  fileOrigin,
  ownValue,
  type SettingName,
  type Settings,
} from './settings.ts';
import { toStoreLocation } from './store-location.ts';

export interface Resolved {
  readonly connection: EffectiveConnection;
  /** By setting of the connection, such as `collect.pageSize`. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/**
 * Returns the effective connection and where each of its settings came from.
 * @throws Error when the configuration was not checked before: a bug, not a problem of the user
 */
export function resolveConnection(
  source: ConnectionSource,
  settings: Settings,
  main: ConfigDocument,
): Resolved {
  const parsed = Connection.parse(source.value);
  const need = (name: SettingName): Found => {
    const found = settings.find(name, source);
    if (found === undefined)
      throw new Error(`resolve connection: ${name}: expected a value that was checked, got none`);
    return found;
  };
  const store = need('store');
  const signingKey = need('signing.key');
  const fingerprintKey = need('fingerprintKey');
  const { previousKeys, origin } = resolvePreviousKeys(source, main);
  const alerts = settings.find('alerts', source);
  const written = (alerts?.value ?? []) as readonly Alert[];
  const connection: EffectiveConnection = {
    ...ownSettings(parsed),
    ...hosts(parsed),
    tokenRef: absoluteReference(parsed.token ?? '', source.document.folder),
    store: toStoreLocation(String(store.value), store.folder),
    signingKeyRef: absoluteReference(String(signingKey.value), signingKey.folder),
    previousKeys,
    fingerprintKeyRef: absoluteReference(String(fingerprintKey.value), fingerprintKey.folder),
    retention: retention(settings, source),
    ...optional('bucketOwner', settings.find('bucketOwner', source)?.value as string | undefined),
    alerts: written.map((alert) => absoluteAlert(alert, alerts?.folder ?? '')),
    timestamp: timestamp(settings.find('anchors', source)),
    inputs: namedInputs(main),
    hasPage: settings.find('report')?.value === true,
  };
  const origins = originsOf(source, settings).set('signing.previousKeys', origin);
  return { connection, origins };
}

function ownSettings(parsed: Connection) {
  const { collect = {} } = parsed;
  return {
    name: parsed.name,
    type: 'public-api' as const,
    region: parsed.region,
    ...optional('tokenIssuedAt', parsed.tokenIssuedAt),
    ...optional('declaredRole', parsed.declaredRole),
    ...optional('collectorActor', parsed.collectorActor),
    ...optional('workspacePin', parsed.workspace),
    ...optional('schedule', parsed.schedule),
    timezone: parsed.timezone ?? CONFIG_DEFAULTS.timezone,
    concurrency: parsed.concurrency ?? CONFIG_DEFAULTS.concurrency,
    ...optional('shareLimitsWith', parsed.shareLimitsWith),
    requestsPerMinute: parsed.requestsPerMinute ?? CONFIG_DEFAULTS.requestsPerMinute,
    features: parsed.features ?? {},
    collect: {
      include: collect.include ?? [],
      exclude: collect.exclude ?? [],
      lanes: collect.lanes ?? CONFIG_DEFAULTS.lanes,
      pageSize: collect.pageSize ?? CONFIG_DEFAULTS.pageSize,
      ...optional('maxMinutes', collect.maxMinutes),
    },
  };
}

function hosts(parsed: Connection) {
  const apiUrl = withoutFinalSlash(parsed.baseUrl ?? SEGMENT_HOSTS[parsed.region]);
  const otherHost = SEGMENT_HOSTS[parsed.region === 'us' ? 'eu' : 'us'];
  const other = parsed.otherRegionUrl ?? (parsed.baseUrl === undefined ? otherHost : undefined);
  return {
    apiUrl,
    apiUrlIsOverride: apiUrl !== SEGMENT_HOSTS[parsed.region],
    otherRegionUrl: other === undefined ? null : withoutFinalSlash(other),
  };
}

/** Spells a URL in one way, so that `HTTPS://API.segmentapis.com/` counts as Segment's host. */
export function withoutFinalSlash(url: string): string {
  return new URL(url).href.replace(/\/+$/, '');
}

export function absoluteReference(reference: string, folder: string): string {
  return reference.startsWith('file:')
    ? `file:${resolve(folder, reference.slice('file:'.length))}`
    : reference;
}

export function absoluteAlert(alert: Alert, folder: string): Alert {
  const { url, secret } = alert;
  return {
    ...alert,
    ...(url === undefined ? {} : { url: absoluteReference(url, folder) }),
    ...(secret === undefined ? {} : { secret: absoluteReference(secret, folder) }),
  };
}

function retention(settings: Settings, source: ConnectionSource): Retention | null {
  const mode = settings.find('retention.mode', source)?.value;
  const days = settings.find('retention.days', source)?.value;
  return mode === undefined || days === undefined ? null : ({ mode, days } as Retention);
}

/** A connection's own anchors stand in place of those of the top, empty ones too. */
function timestamp(found: Found | undefined): TimestampAuthority | null {
  const written = (found?.value as Anchors | undefined)?.timestamp;
  if (found === undefined || written === undefined) return null;
  const { url, ca } = written;
  return {
    url: absoluteReference(url, found.folder),
    ca: isPem(ca) ? ca : resolve(found.folder, ca),
  };
}

/** An absent setting is absent, not undefined: digests and JSON tell the two apart. */
export function optional<Key extends string, Value>(key: Key, value: Value | undefined) {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}

const OWN_SETTINGS: readonly string[] = [
  ...[
    'type',
    'region',
    'token',
    'tokenIssuedAt',
    'declaredRole',
    'collectorActor',
    'workspace',
    'schedule',
    'timezone',
    'concurrency',
  ],
  ...['shareLimitsWith', 'requestsPerMinute', 'features'],
  ...['collect.include', 'collect.exclude', 'collect.lanes', 'collect.pageSize', 'collect.maxMinutes'],
  ...['baseUrl', 'otherRegionUrl'],
];
const SHARED_SETTINGS: readonly SettingName[] = [
  'store',
  'signing.key',
  'fingerprintKey',
  'bucketOwner',
  'alerts',
  'report',
];

function originsOf(source: ConnectionSource, settings: Settings): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  for (const name of OWN_SETTINGS) {
    const path = name.split('.');
    const isWritten = ownValue(source.value, path) !== undefined;
    origins.set(
      name,
      isWritten ? fileOrigin(source.document, [...source.path, ...path]) : { kind: 'default' },
    );
  }
  for (const name of SHARED_SETTINGS) {
    origins.set(name, settings.find(name, source)?.origin ?? { kind: 'default' });
  }
  const anchors = settings.find('anchors', source)?.origin ?? { kind: 'default' };
  for (const name of ['url', 'ca']) origins.set(`anchors.timestamp.${name}`, anchors);
  origins.set('retention', settings.find('retention.mode', source)?.origin ?? { kind: 'default' });
  return origins;
}
