/**
 * AWS Lambda, once an hour: looks at all connections from outside, and tells their channels what is wrong. Ends in an
 * error when it could not do that, so that the platform's own metrics and alarms see it.
 */
import { watch } from '../src/commands/watch.ts';
import { WatchMemory } from '../src/commands/watch-memory.ts';
import type { WatchReport } from '../src/commands/watch-report.ts';
import { invoke, type LambdaContext, RunFailed } from './invocation.ts';

/** Of the time allowed, this much is kept for stores, channels and a clean end. */
const KEPT_MS = 120_000;

/** Outlives a wake for as long as the platform keeps this process. */
const memory = new WatchMemory();

/** Returns what was seen and told. @throws RunFailed when not all of it could be; never with a secret */
export function handler(_event: unknown, context: LambdaContext): Promise<WatchReport> {
  return invoke(
    context,
    async ({ config, surroundings, extrasFor, readUntil: until }) =>
      judge(await watch({ connections: [], config, surroundings, extrasFor, until, memory })),
    KEPT_MS,
  );
}

function judge(report: WatchReport): WatchReport {
  const unseen = report.connections.filter(({ state }) => state === 'unknown' || state === 'not-looked-at');
  const untold = report.deliveries.filter(({ result }) => result === 'undelivered');
  if (unseen.length + untold.length === 0) return report;
  const lines = [
    ...unseen.map(({ connection, state, problems }) => `${connection}: ${problems[0] ?? state}`),
    ...untold.map(({ channel, alert, error }) => `${alert.connection}: ${channel}: ${error?.message}`),
  ];
  throw new RunFailed('WatchIncomplete', lines.join('\n'));
}
