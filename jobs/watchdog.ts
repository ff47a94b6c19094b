/**
 * AWS Lambda, once an hour: looks at all connections from outside, and tells their channels what is wrong. Ends in an
 * error when it could not do that, so that the platform's own metrics and alarms see it.
 */
import { features, resources } from '../schemas/resources/index.ts';
import { watch } from '../src/commands/watch.ts';
import { WatchMemory } from '../src/commands/watch-memory.ts';
import type { WatchReport } from '../src/commands/watch-report.ts';
import { readEnvironment } from '../src/config/environment.ts';
import { formatIssue } from '../src/config/issues.ts';
import { loadConfig } from '../src/config/load.ts';
import { realSurroundings } from '../src/deps.ts';
import { ConfigError } from '../src/errors.ts';
import { createLogger } from '../src/log.ts';
import { keepMemorySmall } from '../src/memory.ts';
import { allowLongRoundTrips } from '../src/net/family.ts';

keepMemorySmall();
allowLongRoundTrips();

/** Of the time allowed, this much is kept for stores, channels and a clean end. */
const MARGIN_MS = 120_000;

/** Outlives a wake for as long as the platform keeps this process. */
const memory = new WatchMemory();

/** What the platform shows of an invocation that failed; its name is counted by metric filters. */
class WatchFailed extends Error {
  override readonly name = 'WatchIncomplete';
}

/** Returns what was seen and told. @throws WatchFailed when not all of it could be */
export async function handler(
  _event: unknown,
  context: { getRemainingTimeInMillis(): number },
): Promise<WatchReport> {
  const env = readEnvironment();
  const surroundings = realSurroundings(env, new AbortController().signal);
  const until = new Date(surroundings.now().getTime() + context.getRemainingTimeInMillis() - MARGIN_MS);
  const known = { resources: resources.map(({ name }) => name), features };
  const cwd = env['LAMBDA_TASK_ROOT'] ?? process.cwd();
  const config = await loadConfig({ env, cwd, known }).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    throw new WatchFailed([error.message, ...error.issues.map(formatIssue)].join('\n'));
  });
  const secrets = new Set<string>();
  const log = createLogger({
    level: config.logLevel,
    isTerminal: false,
    secrets: () => secrets,
    now: surroundings.now,
  });
  const extrasFor = (connection: string) => ({
    log: log.child({ connection }),
    onSecret: (secret: string) => secrets.add(secret),
  });
  return judge(await watch({ connections: [], config, surroundings, extrasFor, until, memory }));
}

function judge(report: WatchReport): WatchReport {
  const unseen = report.connections.filter(({ state }) => state === 'unknown' || state === 'not-looked-at');
  const untold = report.deliveries.filter(({ result }) => result === 'undelivered');
  if (unseen.length + untold.length === 0) return report;
  const lines = [
    ...unseen.map(({ connection, state, problems }) => `${connection}: ${problems[0] ?? state}`),
    ...untold.map(({ channel, alert, error }) => `${alert.connection}: ${channel}: ${error?.message}`),
  ];
  throw new WatchFailed(lines.join('\n'));
}
