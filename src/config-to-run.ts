/**
 * From the configuration to a run. Value by value and by name: what is added to the configuration reaches no
 * run, and no evidence, before it stands here.
 */
import type { EffectiveConnection } from './config/effective.ts';
import type { RunConnection } from './run/deps.ts';

/** Returns the connection as far as a run depends on it: no reference, no store, no path. */
export function toRunConnection(connection: EffectiveConnection): RunConnection {
  const { name, region, apiUrl, apiUrlIsOverride, timezone, features, retention } = connection;
  const { tokenIssuedAt, workspacePin, schedule } = connection;
  const { include, exclude, lanes, pageSize, maxMinutes } = connection.collect;
  return {
    name,
    region,
    apiUrl,
    apiUrlIsOverride,
    timezone,
    features,
    retention: retention === null ? null : { mode: retention.mode, days: retention.days },
    collect: { include, exclude, lanes, pageSize, ...(maxMinutes === undefined ? {} : { maxMinutes }) },
    ...(tokenIssuedAt === undefined ? {} : { tokenIssuedAt }),
    ...(workspacePin === undefined ? {} : { workspacePin }),
    ...(schedule === undefined ? {} : { schedule }),
  };
}
