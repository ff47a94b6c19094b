/** `collect`: one run per connection. A connection that fails leaves the others alone. */
import { resources } from '../../schemas/resources/index.ts';
import type { LoadedConfig } from '../config/effective.ts';
import { type Limits, openRun, type RunExtras, type Surroundings } from '../deps.ts';
import { EvidenceError, EXIT, type ExitCode, InterruptedError, UsageError } from '../errors.ts';
import { collectSnapshot, type RunResult } from '../pipeline.ts';
import type { RunRequest } from '../run/deps.ts';
import { connectionPrefix } from '../store/layout.ts';
import { chooseConnections, chooseResources, toInstant } from './choose.ts';
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';
import { type ConnectionRun, describeRun } from './run-text.ts';

export interface CollectOptions {
  readonly connections: readonly string[];
  readonly only?: readonly string[] | undefined;
  readonly slot?: string | undefined;
  readonly force?: boolean | undefined;
  readonly trigger?: RunRequest['trigger'];
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly extrasFor: (connection: string) => RunExtras;
}

/** Returns what was collected. @throws UsageError; InterruptedError */
export async function collect(options: CollectOptions): Promise<CommandOutput> {
  const chosen = chooseConnections(options.config.connections, options.connections);
  const request = toRequest(options);
  const runs: ConnectionRun[] = [];
  for (const connection of chosen) {
    runs.push(await collectOne(connection, request, options));
  }
  return {
    exitCode: worstExit(runs.map(({ exitCode }) => exitCode)),
    json: { schema: 'segment-evidence/collect/v1', runs: runs.map(toJson) },
    text: runs.map(describeRun).join('\n\n'),
  };
}

function toRequest({ only, slot, force, trigger = 'manual', surroundings }: CollectOptions): RunRequest {
  if (only !== undefined && slot !== undefined) {
    throw new UsageError({
      message: 'collect: expected --only or --slot, got both',
      hint: 'A run of chosen resources fills no slot: leave one of them out.',
    });
  }
  const instant = slot === undefined ? undefined : toInstant(slot, '--slot');
  if (instant !== undefined && Date.parse(instant) > surroundings.now().getTime() + 60_000) {
    throw new UsageError({
      message: `collect: --slot ${instant}: expected an instant that has come, got one in the future`,
      hint: 'Name the slot that this run is for.',
    });
  }
  const known = resources.map(({ name }) => name);
  return {
    trigger,
    ...(instant === undefined ? {} : { slot: instant }),
    ...(force === true ? { force } : {}),
    ...(only === undefined ? {} : { only: chooseResources(only, known) }),
  };
}

async function collectOne(
  connection: LoadedConfig['connections'][number],
  request: RunRequest,
  { surroundings, limits, extrasFor }: CollectOptions,
): Promise<ConnectionRun> {
  const { name, store } = connection;
  const base = { connection: name, location: store.path };
  const extras = extrasFor(name);
  try {
    const deps = await openRun(connection, surroundings, limits, extras);
    const result = await collectSnapshot(deps, request);
    return { ...base, exitCode: exitOf(result), result };
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return { ...base, exitCode: error.exitCode, error };
  } finally {
    await extras.close?.();
  }
}

function exitOf(result: RunResult): ExitCode {
  if (result.kind === 'already-collected') return EXIT.done;
  if (['refused', 'wrong-region', 'wrong-workspace'].includes(result.token)) return EXIT.tokenRefused;
  return result.record.statement.predicate.status === 'complete' ? EXIT.done : EXIT.incomplete;
}

function toJson(run: ConnectionRun): Record<string, unknown> {
  const { connection, exitCode } = run;
  if ('error' in run) {
    const { code, message, hint } = run.error;
    return {
      connection,
      exitCode,
      result: 'not-committed',
      error: { code, message, ...(hint ? { hint } : {}) },
    };
  }
  const { predicate } = run.result.record.statement;
  return {
    connection,
    exitCode,
    result: run.result.kind,
    status: predicate.status,
    chain: predicate.chain.number,
    seq: predicate.chain.seq,
    slot: predicate.run.slot,
    snapshot: `${connectionPrefix(connection)}${predicate.snapshotPath}`,
    workspace: predicate.workspace,
    origin: predicate.origin,
    resources: predicate.resources,
    conditions: predicate.conditions,
    ...(run.result.kind === 'committed' ? { receipt: run.result.receipt, record: run.result.key } : {}),
  };
}
