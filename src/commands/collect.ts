/** `collect`: one run per connection, a few side by side. One that fails leaves the others alone. */
import { resources } from '../../schemas/resources/index.ts';
import type { LoadedConfig } from '../config/effective.ts';
import type { Limits, RunExtras, Surroundings } from '../deps.ts';
import { EXIT, type ExitCode, InterruptedError, UsageError } from '../errors.ts';
import type { RunResult } from '../pipeline.ts';
import type { Delivery } from '../run/announce.ts';
import type { RunRequest } from '../run/deps.ts';
import type { ToldFailures } from '../run/told-failures.ts';
import { runConnection } from '../run-connection.ts';
import { AHEAD_MS } from '../schedule/expected.ts';
import { connectionPrefix } from '../store/layout.ts';
import { chooseConnections, chooseResources, toInstant } from './choose.ts';
import type { CommandOutput } from './command.ts';
import { exitOfRecord, worstExit } from './exit.ts';
import { hasFailing, type Severity } from './failing-checks.ts';
import { type ConnectionRun, describeRuns } from './run-text.ts';
import { sideBySide } from './side-by-side.ts';

export interface CollectOptions {
  readonly connections: readonly string[];
  readonly only?: readonly string[] | undefined;
  readonly slot?: string | undefined;
  readonly force?: boolean | undefined;
  /** Failing checks of this severity or a graver one make the run end with 1. */
  readonly failOn?: Severity | undefined;
  readonly trigger?: RunRequest['trigger'];
  /** When reading must be over, whatever the configuration says. */
  readonly readUntil?: Date;
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly extrasFor: (connection: string) => RunExtras;
  /** Of a process that tries again by itself: what it has told already is not told again each time. */
  readonly toldFailures?: ToldFailures | undefined;
  /** Id of the key that signs from the next record on. */
  readonly nextKey?: string;
}

/** Returns what was collected. @throws UsageError; InterruptedError */
export async function collect(options: CollectOptions): Promise<CommandOutput> {
  const chosen = chooseConnections(options.config, options.connections);
  const request = toRequest(options);
  const bugs: unknown[] = [];
  const ended = await sideBySide(chosen, async (connection) => {
    try {
      return [await collectOne(connection, request, options)];
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      // It is reported when the other connections have had their turn.
      bugs.push(error);
      return [];
    }
  });
  if (bugs.length > 0) throw bugs[0];
  const runs = ended.flat();
  return {
    exitCode: worstExit(runs.flatMap((run) => [run.exitCode, findingsExit(run, options.failOn)])),
    json: { schema: 'segment-evidence/collect/v1', runs: runs.map(toJson) },
    ...describeRuns(runs),
  };
}

function toRequest({
  only,
  slot,
  force,
  trigger = 'manual',
  readUntil,
  surroundings,
}: CollectOptions): RunRequest {
  if (only !== undefined && slot !== undefined) {
    throw new UsageError({
      message: 'collect: expected --only or --slot, got both',
      hint: 'Use one of the two: a run with --only fills no slot.',
    });
  }
  const instant = slot === undefined ? undefined : toInstant(slot, '--slot');
  if (instant !== undefined && Date.parse(instant) > surroundings.now().getTime() + AHEAD_MS) {
    throw new UsageError({
      message: `collect: --slot ${instant}: expected an instant in the past, got one in the future`,
      hint: 'Give the slot that this run is for.',
    });
  }
  const known = resources.map(({ name }) => name);
  return {
    trigger,
    ...(instant === undefined ? {} : { slot: instant }),
    ...(force === true ? { force } : {}),
    ...(readUntil === undefined ? {} : { readUntil }),
    ...(only === undefined ? {} : { only: chooseResources(only, known) }),
  };
}

/** Returns how the run of one connection ended. @throws InterruptedError; what is no EvidenceError is a bug */
export async function collectOne(
  connection: LoadedConfig['connections'][number],
  request: RunRequest,
  {
    surroundings,
    limits,
    extrasFor,
    toldFailures,
    nextKey,
  }: Pick<CollectOptions, 'surroundings' | 'limits' | 'extrasFor' | 'toldFailures' | 'nextKey'>,
): Promise<ConnectionRun> {
  const { name, store } = connection;
  const base = { connection: name, location: store.path };
  const ended = await runConnection(connection, request, {
    surroundings,
    limits,
    extras: extrasFor(name),
    toldFailures,
    nextKey,
  });
  if ('error' in ended) return { ...base, exitCode: ended.error.exitCode, ...ended };
  return { ...base, exitCode: exitOf(ended.result), ...ended };
}

function exitOf(result: RunResult): ExitCode {
  if (result.kind === 'already-collected') {
    const { conditions } = result.newest.statement.predicate;
    return exitOfRecord({ status: 'complete', conditions });
  }
  if (['refused', 'wrong-region', 'wrong-workspace'].includes(result.token)) return EXIT.tokenRefused;
  return exitOfRecord(result.record.statement.predicate);
}

/** Returns how a run ends for what its checks found; of one that was not committed nothing is known. */
function findingsExit(run: ConnectionRun, failOn: Severity | undefined): ExitCode {
  if (failOn === undefined || 'error' in run) return EXIT.done;
  return hasFailing(run.result.record.statement.predicate, failOn) ? EXIT.findings : EXIT.done;
}

/** Returns what `--json` says of a run. */
export function toJson(run: ConnectionRun): Record<string, unknown> {
  const { connection, exitCode } = run;
  if ('error' in run) {
    const { code, message, hint } = run.error;
    return {
      connection,
      exitCode,
      deliveries: run.deliveries.map(toJsonDelivery),
      result: 'not-committed',
      error: { code, message, ...(hint ? { hint } : {}) },
    };
  }
  const { predicate } = run.result.record.statement;
  return {
    connection,
    exitCode,
    deliveries: run.result.deliveries.map(toJsonDelivery),
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
    checks: predicate.checks,
    ...(run.result.stamp === undefined ? {} : { stamp: run.result.stamp }),
    ...(run.result.kind === 'committed' ? committedMembers(run.result) : {}),
  };
}

function committedMembers(result: Extract<RunResult, { kind: 'committed' }>) {
  const { receipt, key, fingerprintKeyChange, receiptDeliveries } = result;
  return {
    receipt,
    record: key,
    ...(receiptDeliveries.length === 0 ? {} : { receiptDeliveries }),
    ...(fingerprintKeyChange === undefined ? {} : { fingerprintKeyChange }),
  };
}

/** Returns what became of an alert: of the alert itself only which one it is. */
export function toJsonDelivery({
  channel,
  alert,
  result,
  attempts,
  error,
}: Delivery): Record<string, unknown> {
  const { id, condition, state, severity, resource, resources, check, checks } = alert;
  const about = {
    ...(resource === undefined ? {} : { resource }),
    ...(resources === undefined ? {} : { resources }),
    ...(check === undefined ? {} : { check }),
    ...(checks === undefined ? {} : { checks }),
  };
  return {
    channel,
    alert: { id, condition, state, severity, ...about },
    result,
    attempts,
    ...(error === undefined ? {} : { error }),
  };
}
