/**
 * What every function of AWS Lambda has in common: what it is given to work with, its end before its time is
 * over, and which error the platform is shown.
 */
import '../src/memory.ts';
import * as z from 'zod';
import { features, resources } from '../schemas/resources/index.ts';
import type { RunOptions } from '../src/commands/due-slots.ts';
import { readEnvironment } from '../src/config/environment.ts';
import { formatIssue } from '../src/config/issues.ts';
import { loadConfig } from '../src/config/load.ts';
import { Limits, realSurroundings } from '../src/deps.ts';
import { ConfigError, InterruptedError } from '../src/errors.ts';
import { createLogger, type Logger } from '../src/log.ts';
import { allowLongRoundTrips } from '../src/net/family.ts';
import { ToldFailures } from '../src/run/told-failures.ts';

allowLongRoundTrips();

/** EventBridge may name a moment before the minute that it was asked for: that must not mean the slot before. */
export const EARLY_MS = 30_000;
/** Of the time allowed, this much is kept for ending cleanly. */
const MARGIN_MS = 20_000;
/** And this much for sealing and storing what was read: what cannot be read by then is deferred. */
const SEALING_MS = 60_000;

export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** What a function is given to work with. */
export type Invocation = RunOptions & { readonly readUntil: Date; readonly log: Logger };

/** What the platform shows of an invocation that failed; its name is counted by metric filters. */
export class RunFailed extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Outlives a wake for as long as the platform keeps this process: a store that is away is not told of each time. */
const toldFailures = new ToldFailures();

/** Acts, and stops it a moment before the platform would. @throws RunFailed; never with a secret */
export async function invoke<T>(
  context: LambdaContext,
  act: (options: Invocation) => Promise<T>,
  keptMs = SEALING_MS,
): Promise<T> {
  const env = readEnvironment();
  const stop = new AbortController();
  const alarm = new AbortController();
  const untilStopMs = Math.max(0, context.getRemainingTimeInMillis() - MARGIN_MS);
  void realSurroundings(env, alarm.signal)
    .sleep(untilStopMs)
    .then(
      () => stop.abort(new InterruptedError('SIGTERM')),
      () => undefined,
    );
  try {
    const leftMs = context.getRemainingTimeInMillis() - keptMs;
    return await act(await toOptions(stop.signal, leftMs, context.awsRequestId));
  } catch (error) {
    throw toFailure(error);
  } finally {
    alarm.abort();
  }
}

async function toOptions(signal: AbortSignal, leftMs: number, requestId: string): Promise<Invocation> {
  const env = readEnvironment();
  const surroundings = { ...realSurroundings(env, signal), requestId };
  const config = await loadConfig({
    env,
    cwd: env['LAMBDA_TASK_ROOT'] ?? process.cwd(),
    known: { resources: resources.map(({ name }) => name), features },
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
  const readUntil = new Date(surroundings.now().getTime() + leftMs);
  const limits = new Limits(surroundings, config);
  return { config, surroundings, limits, extrasFor, readUntil, toldFailures, log };
}

function toFailure(error: unknown): unknown {
  if (error instanceof InterruptedError) {
    const message = 'this invocation was about to run out of time; nothing of this run was committed';
    return new RunFailed('TimeNearlyOver', message);
  }
  if (error instanceof ConfigError)
    return new RunFailed('ConfigInvalid', [error.message, ...error.issues.map(formatIssue)].join('\n'));
  if (error instanceof z.ZodError)
    return new RunFailed('EventInvalid', 'expected connection, slot and time as text, got something else');
  return error;
}
