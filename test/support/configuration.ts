/** The configuration that runs of tests keep, as far as nobody says otherwise. */
import { CONFIGURATION_SCHEMA, type Configuration } from '../../schemas/configuration.ts';
import type { RunConnection } from '../../src/run/deps.ts';

/** Returns what is kept of a test's connection, with further members. */
export function configurationOf(
  { region, timezone, schedule, workspacePin, features, collect, retention }: RunConnection,
  further: Partial<Configuration> = {},
): Configuration {
  const { include, exclude, pageSize, maxMinutes } = collect;
  return {
    schema: CONFIGURATION_SCHEMA,
    type: 'public-api',
    region,
    ...(workspacePin === undefined ? {} : { workspace: workspacePin }),
    ...(schedule === undefined ? {} : { schedule }),
    timezone,
    concurrency: 4,
    requestsPerMinute: 200,
    features,
    collect: {
      include: [...include],
      exclude: [...exclude],
      lanes: ['slow', 'standard'],
      pageSize,
      ...(maxMinutes === undefined ? {} : { maxMinutes }),
    },
    retention,
    references: { token: 'env', signing: 'file', fingerprintKey: 'env' },
    ...further,
  };
}
