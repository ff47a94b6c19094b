/** The watch of a schedule process in which a run never ends, and what its log says. */
import { HourlyWatch } from '../../src/commands/hourly-watch.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Watched } from './watched.ts';

export async function startHourlyWatch({ clock, cli, env }: Watched) {
  const problems: string[] = [];
  const hourly = new HourlyWatch({
    connections: [],
    config: await loadConfig({ env, cwd: cli.dir }),
    surroundings: {
      env,
      now: clock.now,
      // Nothing here lasts until the time is over.
      sleep: () => new Promise(() => undefined),
      random: () => 0.5,
      newRunId: () => '00000001-0000-4000-8000-000000000000',
      newLogId: () => '0'.repeat(32),
      signal: new AbortController().signal,
    },
    extrasFor: () => ({
      log: { info: () => undefined, warn: () => undefined },
      onSecret: () => undefined,
    }),
    isRunning: () => true,
    log: { error: (_fields, message) => problems.push(message) },
  });
  return { hourly, problems };
}
