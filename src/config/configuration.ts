/** What of the configuration goes into the evidence: the declared list of `schemas/configuration.ts`. */

import { KEY_KINDS, SECRET_KINDS } from '../../schemas/config-values.ts';
import { CONFIGURATION_SCHEMA, type Configuration } from '../../schemas/configuration.ts';
import type { EffectiveConnection } from './effective.ts';

/**
 * Returns what is kept as `data/configuration.json`. Each member is named, so that a setting added for the
 * program's own use changes no one's digest. Lists whose order means nothing are sorted.
 */
export function configurationOf(connection: EffectiveConnection): Configuration {
  const { collect, workspacePin, schedule, shareLimitsWith, declaredRole, collectorActor, policy } =
    connection;
  return {
    schema: CONFIGURATION_SCHEMA,
    type: connection.type,
    region: connection.region,
    ...(workspacePin === undefined ? {} : { workspace: workspacePin }),
    ...(schedule === undefined ? {} : { schedule }),
    timezone: connection.timezone,
    concurrency: connection.concurrency,
    requestsPerMinute: connection.requestsPerMinute,
    ...(shareLimitsWith === undefined ? {} : { shareLimitsWith }),
    features: { ...connection.features },
    collect: {
      include: [...collect.include].sort(),
      exclude: [...collect.exclude].sort(),
      lanes: [...collect.lanes].sort(),
      pageSize: collect.pageSize,
      ...(collect.maxMinutes === undefined ? {} : { maxMinutes: collect.maxMinutes }),
    },
    retention: connection.retention === null ? null : { ...connection.retention },
    ...(declaredRole === undefined ? {} : { declaredRole }),
    ...(collectorActor === undefined ? {} : { collectorActor }),
    ...keptPolicy(policy),
    references: {
      token: kindOf(connection.tokenRef, SECRET_KINDS),
      signing: kindOf(connection.signingKeyRef, KEY_KINDS),
      fingerprintKey: kindOf(connection.fingerprintKeyRef, SECRET_KINDS),
    },
  };
}

/** Where files of the company lie is no one's business: the manifest says which there were. An empty one says nothing. */
function keptPolicy({
  files: _,
  ...policy
}: EffectiveConnection['policy'] = {}): Pick<Configuration, 'policy'> {
  return Object.keys(policy).length === 0 ? {} : { policy };
}

/** What a reference begins with; what stands behind it is no one's business. */
function kindOf<Kind extends string>(reference: string, kinds: readonly Kind[]): Kind {
  const kind = kinds.find((name) => reference.startsWith(`${name}:`));
  if (kind === undefined)
    throw new Error(`describe configuration: expected a reference that was checked, got another text`);
  return kind;
}
