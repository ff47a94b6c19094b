/**
 * One run of one connection, from the configuration to what was committed or why nothing was.
 * A run gets the configuration value by value and by name: what is added there reaches no run, and no
 * evidence, before it stands here.
 */
import { authorityOf } from './authority.ts';
import { channelsOf, heartbeatsOf } from './channels.ts';
import { readRecords } from './commit/history.ts';
import type { EffectiveConnection } from './config/effective.ts';
import { type Limits, openRun, openStore, type RunExtras, type Surroundings } from './deps.ts';
import { EvidenceError, InterruptedError } from './errors.ts';
import { collectSnapshot, type RunResult } from './pipeline.ts';
import { announceFailure, announceOwed, type Delivery } from './run/announce.ts';
import type { RunRequest } from './run/deps.ts';
import { openPulse, type RunPulse } from './run/pulse.ts';
import { type Stamping, stampIfMissing } from './run/stamp.ts';
import type { ToldFailures } from './run/told-failures.ts';
import { isWell } from './run/well.ts';
import type { ChainRecord } from './seal/record.ts';
import { TOOL_VERSION } from './tool-version.ts';

export interface RunSurroundings {
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly extras: RunExtras;
  /** Of a process that tries again by itself. */
  readonly toldFailures?: ToldFailures | undefined;
  /** Id of the key that signs from the next record on. */
  readonly nextKey?: string | undefined;
}

/** How a run ended: committed or already there, or nothing was committed and the channels got an alert. */
export type EndedRun =
  | { readonly result: RunResult }
  | { readonly error: EvidenceError; readonly deliveries: readonly Delivery[] };

/** Returns how the run ended. @throws InterruptedError; what is no EvidenceError is a bug, told before */
export async function runConnection(
  connection: EffectiveConnection,
  request: RunRequest,
  { surroundings, limits, extras, toldFailures, nextKey }: RunSurroundings,
): Promise<EndedRun> {
  const pulse = pulseOf(connection, request, { surroundings, extras });
  try {
    const deps = await openRun(connection, surroundings, limits, extras);
    const more = nextKey === undefined ? {} : { nextKey };
    const result = await collectSnapshot({ ...deps, ...more, pulse }, request);
    toldFailures?.forget(connection.name);
    if (connection.hasPage && result.kind === 'committed') {
      const { putPage } = await import('./page-beside.ts');
      await putPage(connection, deps, result.record);
    }
    await endPulse(pulse, result);
    return { result };
  } catch (error) {
    const isInterrupted = error instanceof InterruptedError;
    // One that was stopped before it knew that there is something to collect was no run.
    if (!isInterrupted || pulse?.hasStarted) await pulse?.end('failure', wordOf(error));
    if (isInterrupted) throw error;
    const deliveries = await tellFailure(connection, request, error, { surroundings, extras, toldFailures });
    if (!(error instanceof EvidenceError)) throw error;
    return { error, deliveries };
  } finally {
    await extras.close?.();
  }
}

/** Whom a run calls when it begins and ends. One for trying things out calls nobody: it fills no slot. */
function pulseOf(
  connection: EffectiveConnection,
  { only }: RunRequest,
  { surroundings, extras }: Pick<RunSurroundings, 'surroundings' | 'extras'>,
): RunPulse | undefined {
  if (only !== undefined) return undefined;
  const heartbeats = heartbeatsOf(connection, { ...surroundings, ...extras, toolVersion: TOOL_VERSION });
  if (heartbeats.length === 0) return undefined;
  return openPulse(heartbeats, { runId: surroundings.newRunId(), log: extras.log });
}

/** No call where no run was made: the slot had its record before. */
async function endPulse(pulse: RunPulse | undefined, { record }: RunResult): Promise<void> {
  if (pulse?.hasStarted !== true) return;
  const { predicate } = record.statement;
  const word =
    predicate.status === 'complete' && !isWell(predicate) ? 'complete, critical' : predicate.status;
  await pulse.end(isWell(predicate) ? 'success' : 'failure', word);
}

function wordOf(error: unknown): string {
  if (error instanceof InterruptedError) return 'interrupted';
  return error instanceof EvidenceError ? 'nothing committed' : 'a bug';
}

/** Tells the channels again what they have not taken; returns what became of it. @throws StoreError, SealError */
export async function tellOwed(
  connection: EffectiveConnection,
  { surroundings, limits, extras }: RunSurroundings,
): Promise<readonly Delivery[]> {
  if (connection.alerts.length === 0) return [];
  try {
    const deps = await openRun(connection, surroundings, limits, extras);
    const { last } = await readRecords(deps);
    return last === undefined ? [] : await announceOwed(deps, last);
  } finally {
    await extras.close?.();
  }
}

/** Asks for the stamp that a run before could not get for the newest record; returns what became of it. @throws InterruptedError */
export async function stampOwed(
  connection: EffectiveConnection,
  newest: ChainRecord | undefined,
  { surroundings, extras }: Pick<RunSurroundings, 'surroundings' | 'extras'>,
): Promise<Stamping | undefined> {
  const { env, now, sleep, random, signal } = surroundings;
  const { log, onSecret } = extras;
  const authority = authorityOf(connection, { env, signal, onSecret });
  if (authority === undefined || newest === undefined) return undefined;
  const store = openStore(connection, env, log);
  return stampIfMissing({ store, connection: connection.name, authority, now, sleep, random, log }, newest);
}

/** Nothing is kept of this run, so the alert is all that anyone will know of it. A bug is no exception. */
function tellFailure(
  connection: EffectiveConnection,
  { slot }: RunRequest,
  error: unknown,
  { surroundings, extras, toldFailures }: Omit<RunSurroundings, 'limits'>,
): Promise<readonly Delivery[]> {
  const at = surroundings.now().toISOString();
  const { now, sleep, random, newRunId } = surroundings;
  const channels = channelsOf(connection, { ...surroundings, ...extras, toolVersion: TOOL_VERSION });
  const isOurs = error instanceof EvidenceError;
  return announceFailure(
    { now, sleep, random, channels, log: extras.log, toldFailures },
    {
      connection: connection.name,
      runId: newRunId(),
      slot: slot ?? at.slice(0, 19),
      at,
      problem: isOurs ? error.message : 'a bug ended the run',
      ...(isOurs ? { hint: error.hint } : {}),
    },
  );
}
