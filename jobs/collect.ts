/**
 * AWS Lambda: an event becomes a command. An event with a `time`, as EventBridge sends it every quarter of an
 * hour, asks for the slots that are due then or to be tried again; one without is a run by hand, or `doctor`.
 * Ends in an error whenever what it did would not end in 0 on the command line, so that the platform's own
 * metrics and alarms see it: once, not at every wake until the next slot.
 */
import * as z from 'zod';
import { features, resources } from '../schemas/resources/index.ts';
import { collect } from '../src/commands/collect.ts';
import { doctor } from '../src/commands/doctor.ts';
import { fillDueSlots, type RunOptions } from '../src/commands/due-slots.ts';
import { worstExit } from '../src/commands/exit.ts';
import { readEnvironment } from '../src/config/environment.ts';
import { formatIssue } from '../src/config/issues.ts';
import { loadConfig } from '../src/config/load.ts';
import { Limits, realSurroundings } from '../src/deps.ts';
import { ConfigError, EXIT, type ExitCode, InterruptedError } from '../src/errors.ts';
import { createLogger } from '../src/log.ts';
import { keepMemorySmall } from '../src/memory.ts';
import { allowLongRoundTrips } from '../src/net/family.ts';
import { ToldFailures } from '../src/run/told-failures.ts';

keepMemorySmall();
allowLongRoundTrips();

/** EventBridge may name a moment before the minute that it was asked for: that must not mean the slot before. */
const EARLY_MS = 30_000;
/** Of the time allowed, this much is kept for ending cleanly. */
const MARGIN_MS = 20_000;
/** And this much for sealing and storing what was read: what cannot be read by then is deferred. */
const SEALING_MS = 60_000;

const LambdaEvent = z.looseObject({
  connection: z.string().optional(),
  slot: z.string().optional(),
  time: z.iso.datetime({ offset: true }).optional(),
  doctor: z.literal(true).optional(),
});

type Answer = { readonly runs: readonly RunSummary[] } | { readonly doctor: object };

interface RunSummary {
  readonly connection: string;
  readonly exitCode: ExitCode;
  readonly result: string;
  readonly slot?: string | null;
  readonly status?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What the platform shows of an invocation that failed; its name is counted by metric filters. */
class RunFailed extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const NAMES: Readonly<Partial<Record<ExitCode, string>>> = {
  [EXIT.tokenRefused]: 'TokenRefused',
  [EXIT.incomplete]: 'EvidenceIncomplete',
  [EXIT.storeFailed]: 'NothingCommitted',
};

/** Outlives a wake for as long as the platform keeps this process: a store that is away is not told of each time. */
const toldFailures = new ToldFailures();

/** Returns what was done. @throws RunFailed unless everything of it is complete; never with a secret */
export async function handler(
  event: unknown,
  context: { readonly awsRequestId: string; getRemainingTimeInMillis(): number },
): Promise<Answer> {
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
    const leftMs = context.getRemainingTimeInMillis() - SEALING_MS;
    const wish = LambdaEvent.parse(event ?? {});
    const options = await runOptions(stop.signal, leftMs, context.awsRequestId);
    if (wish.doctor === true) return { doctor: (await doctor(options)).json };
    return judge(await act(wish, options));
  } catch (error) {
    throw toFailure(error);
  } finally {
    alarm.abort();
  }
}

async function runOptions(signal: AbortSignal, leftMs: number, requestId: string): Promise<RunOptions> {
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
  return {
    config,
    surroundings,
    limits: new Limits(surroundings, config),
    extrasFor,
    readUntil,
    toldFailures,
  };
}

async function act(
  { connection, slot, time }: z.infer<typeof LambdaEvent>,
  options: RunOptions,
): Promise<readonly RunSummary[]> {
  const connections = connection === undefined ? [] : [connection];
  if (time !== undefined && slot === undefined)
    return fillDueSlots(connections, new Date(Date.parse(time) + EARLY_MS), options);
  if (connection === undefined && options.config.connections.length > 1)
    throw new RunFailed(
      'EventInvalid',
      'expected the connection to collect, got none: there is time for one',
    );
  const { json } = await collect({ ...options, connections, slot });
  return (json['runs'] as readonly RunSummary[]).map(
    ({ connection: name, exitCode, result, slot: of, status, error }) => ({
      connection: name,
      exitCode,
      result,
      ...(of === undefined ? {} : { slot: of }),
      ...(status === undefined ? {} : { status }),
      ...(error === undefined ? {} : { error }),
    }),
  );
}

function judge(runs: readonly RunSummary[]): { readonly runs: readonly RunSummary[] } {
  // A slot that had its record before was told by the run that made it.
  const made = runs.filter(({ result }) => result !== 'already-collected');
  const exitCode = worstExit(made.map((run) => run.exitCode));
  if (exitCode === EXIT.done) return { runs };
  const lines = made.map(
    ({ connection, slot, status, error, exitCode: code }) =>
      `${connection} ${slot ?? ''}: ${error?.message ?? status} (${code})`,
  );
  throw new RunFailed(NAMES[exitCode] ?? 'RunFailed', lines.join('; '));
}

function toFailure(error: unknown): unknown {
  if (error instanceof InterruptedError) {
    const message = 'this invocation was about to run out of time; nothing of this run was stored';
    return new RunFailed('TimeNearlyOver', message);
  }
  if (error instanceof ConfigError)
    return new RunFailed('ConfigInvalid', [error.message, ...error.issues.map(formatIssue)].join('\n'));
  if (error instanceof z.ZodError)
    return new RunFailed('EventInvalid', 'expected connection, slot and time as text, got something else');
  return error;
}
