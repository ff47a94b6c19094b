/**
 * The manifest of a run behind a given history: what was read is fixed by now, what it means compared
 * with the records before (since when, unchanged since, first seen) depends on what is there already.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { MANIFEST_SCHEMA, type Manifest } from '../../schemas/manifest.ts';
import { operations } from '../../schemas/operations.ts';
import { deriveConditions } from '../alerts/conditions.ts';
import type { RunFacts } from '../alerts/run-facts.ts';
import type { History } from '../commit/history.ts';
import { artifactEntries, coverageOf, policyDigest, statusOf } from '../evidence/manifest.ts';
import { promisedAfter } from '../schedule/expected.ts';
import { assumptionsMet } from './assumptions.ts';
import type { RunDeps, RunRequest } from './deps.ts';
import { withDrift } from './drift-sightings.ts';
import { lastComplete } from './earlier-records.ts';
import type { FinishedFiles } from './files.ts';
import type { Judgement } from './judging.ts';
import { missedSlotsBefore } from './missed-slots.ts';
import { originOf } from './origin.ts';
import type { RunReading } from './reading.ts';
import { channelsMember } from './recorded-channels.ts';
import { type TokenMember, tokenMember } from './token-member.ts';
import { countUndelivered, type Undelivered, undeliveredAt } from './undelivered-alerts.ts';

export interface RunTimes {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly slot: string | null;
}

/** All that a run found out, whatever is in the chain before it. Fixed when it is to be committed. */
export interface RunOutcome {
  readonly request: RunRequest;
  readonly times: RunTimes;
  readonly reading: RunReading;
  readonly files: FinishedFiles;
  readonly judgement: Judgement;
  /** What was owed when reading ended. */
  readonly undelivered: Undelivered;
  /** Heartbeats that could not be told that the run has begun. */
  readonly unreached: readonly string[];
}

/** Where a run is to be committed. */
export interface Place {
  readonly history: History;
  /** Of this attempt to commit: each bag has its own. */
  readonly runId: string;
}

/** Returns the manifest that this run has behind this history. */
export async function manifestAfter(
  deps: RunDeps,
  outcome: RunOutcome,
  { history, runId }: Place,
): Promise<Manifest> {
  const { request, reading, files, judgement } = outcome;
  const { config, definitions } = deps;
  const { startedAt } = outcome.times;
  const token = await tokenMember(deps, { startedAt, reading, files }, history);
  const resources = await withDrift(deps, history, files.entries, {
    found: files.drift,
    at: startedAt,
  });
  const facts = { ...(await factsOf(deps, outcome, history, token)), resources };
  return {
    schema: MANIFEST_SCHEMA,
    tool: toolOf(deps),
    connection: config.name,
    workspace: files.workspace === undefined ? null : { ...files.workspace, region: config.region },
    origin: originOf(deps, reading),
    run: await runMember(deps, outcome, { history, runId }),
    status: statusOf(files.entries, request.only !== undefined),
    conditions: [...deriveConditions(facts, previousOf(history)?.conditions ?? [])],
    resources: [...resources],
    ...(files.inputs === undefined ? {} : { inputs: files.inputs }),
    artifacts: artifactEntries([...files.artifacts, ...judgement.artifacts], tailOf(history)),
    coverage: coverageOf(operations, definitions, files.entries, (id) => reading.log.requestsOf(id)),
    checks: judgement.checks,
    redaction: { policySha256: policyDigest(definitions), count: files.redactions },
    fingerprint: { keyId: deps.fingerprints.keyId },
    token: token.member,
    retention: config.retention,
    config: { sha256: files.configuration.artifact.sha256, ...channelsMember(deps) },
    clock: reading.log.clock,
    assumptions: assumptionsMet(reading, files.entries),
  };
}

function toolOf({ toolVersion, toolDigest }: RunDeps): Manifest['tool'] {
  return {
    name: 'segment-evidence',
    version: toolVersion,
    ...(toolDigest === undefined ? {} : { digest: toolDigest }),
  };
}

const previousOf = ({ last }: History) => last?.statement.predicate;

/** The artifacts that this run's are compared with: those of the record that it stands right behind. */
function tailOf(history: History): Parameters<typeof artifactEntries>[1] {
  const previous = previousOf(history);
  if (history.position.kind !== 'behind' || previous === undefined) return undefined;
  return { seq: previous.chain.seq, artifacts: previous.artifacts };
}

async function runMember(
  deps: RunDeps,
  { request, times, reading: { resumed } }: RunOutcome,
  { history, runId }: Place,
): Promise<Manifest['run']> {
  const { slot, startedAt, endedAt } = times;
  // A run for trying things out changes nothing about when the next one is due.
  const expectedNextBy =
    request.only === undefined
      ? promisedAfter(deps.config, slot ?? startedAt)
      : previousOf(history)?.run.expectedNextBy;
  return {
    id: runId,
    slot,
    missedSlots: [...(await missedSlotsBefore(deps, history, slot))],
    trigger: resumed === undefined ? request.trigger : 'resume',
    startedAt,
    endedAt,
    ...(expectedNextBy === undefined ? {} : { expectedNextBy }),
    ...(resumed === undefined
      ? {}
      : { resumed: { since: resumed.since, resources: [...resumed.resources] } }),
    executor: deps.executor,
  };
}

/** What the conditions of this run follow from. */
async function factsOf(
  deps: RunDeps,
  { request, times, reading, files, judgement, undelivered, unreached }: RunOutcome,
  history: History,
  token: TokenMember,
): Promise<RunFacts> {
  return {
    at: times.startedAt,
    resources: files.entries,
    isTrial: request.only !== undefined,
    outOfTime: outOfTime(reading, files),
    isOnLambda: deps.executor.kind === 'lambda',
    answeringThoughOff: files.answeringThoughOff,
    declaredRole: files.configuration.kept.declaredRole,
    token: reading.token,
    fallback: fallbackOf(reading),
    tokenAgeDays: token.ageDays,
    hasTokenChanged: token.hasChanged,
    reduced: request.only === undefined ? await reducedResources(deps, files, history) : [],
    clockSkewMs: reading.log.clock?.skewMs,
    behindChainMs: behindOf(deps, previousOf(history)),
    brokenChain: history.broken,
    beginsChain: history.position.kind === 'first',
    undelivered: countUndelivered(await undeliveredAt(deps, history.last, undelivered)),
    unreached,
    inputs: files.inputs,
    findings: judgement.findings,
    roleOf: (resource) => deps.definitions.find(({ name }) => name === resource)?.role ?? 'unknown',
  };
}

function outOfTime({ collected }: RunReading, { entries }: FinishedFiles): readonly string[] {
  const cutShort = collected.filter(({ facts }) => facts.gap?.reason === 'time');
  const deferred = entries.filter(({ reason }) => reason === 'time');
  return [...deferred.map(({ name }) => name), ...cutShort.map(({ definition }) => definition.name)];
}

/** By how much the last record is dated after now: one of the clocks that wrote them is wrong. */
function behindOf({ now }: RunDeps, previous: Predicate | undefined): number {
  return previous === undefined ? 0 : Math.max(0, Date.parse(previous.chain.recordedAt) - now().getTime());
}

/** The token that was used in place of the one that should be. */
function fallbackOf({ tokenInUse }: RunReading): RunFacts['fallback'] {
  const { refusedStage, stage } = tokenInUse ?? {};
  return refusedStage === undefined ? undefined : { refused: refusedStage, used: stage ?? 'another' };
}

/** Resources that the last complete record had and this run leaves out on purpose. */
async function reducedResources(
  deps: RunDeps,
  files: FinishedFiles,
  history: History,
): Promise<readonly string[]> {
  const complete = await lastComplete(deps, history);
  const had = complete?.resources.filter(({ outcome }) => outcome === 'complete').map(({ name }) => name);
  const left = files.entries.filter(({ outcome }) => outcome === 'not-collected');
  return left.map(({ name }) => name).filter((name) => had?.includes(name));
}
