/**
 * judge: asks the checks about the finished files of a run, and what earlier records hold of the same resources. What
 * they answer becomes one more file of the snapshot.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { checkResults, type Sightings } from '../../schemas/check-results.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import { assembleRun, type PartFile } from '../checks/assembled-run.ts';
import type { CheckedRun } from '../checks/checked-run.ts';
import { countsOf } from '../checks/counts.ts';
import { findingsOf } from '../checks/findings.ts';
import { judge } from '../checks/judge.ts';
import { seenIn } from '../checks/seen-before.ts';
import type { History } from '../commit/history.ts';
import { type Artifact, finishDocument } from '../evidence/artifact.ts';
import type { Finding } from '../evidence/finding.ts';
import { linesOf } from '../evidence/lines.ts';
import { CHECK_RESULTS_PATH, citedPath } from '../store/layout.ts';
import { withoutSecrets } from './clean-results.ts';
import type { RunDeps } from './deps.ts';
import { readDocument } from './earlier-files.ts';
import { earlierRuns } from './earlier-readings.ts';
import type { FinishedFiles } from './files.ts';
import { originOf } from './origin.ts';
import type { RunReading } from './reading.ts';
import { tokenMember } from './token-member.ts';

export interface Judgement {
  readonly findings: readonly Finding[];
  /** null: no check was asked. */
  readonly checks: Manifest['checks'];
  /** The file of the answers; none where no check was asked. */
  readonly artifacts: readonly Artifact[];
}

export interface RunToJudge {
  readonly before: History;
  readonly startedAt: string;
  readonly slot: string | null;
  readonly reading: RunReading;
  readonly files: FinishedFiles;
}

/** Returns what every check answers about a run. */
export async function judgeRun(deps: RunDeps, asked: RunToJudge): Promise<Judgement> {
  if (deps.checks.length === 0) return { findings: [], checks: null, artifacts: [] };
  const previous = asked.before.last?.statement.predicate;
  const answers = await judge(deps.checks, {
    run: await checkedRun(deps, asked),
    policy: asked.files.configuration.kept.policy,
    previous: previous === undefined ? null : { chain: previous.chain.number, seq: previous.chain.seq },
    seenBefore: await readSeen(deps, previous),
  });
  const results = withoutSecrets(answers, asked.reading.secrets);
  return {
    findings: findingsOf(results, deps.checks),
    checks: countsOf(results),
    artifacts: [finishDocument(CHECK_RESULTS_PATH, results)],
  };
}

async function readSeen(
  deps: RunDeps,
  previous: Predicate | undefined,
): Promise<ReadonlyMap<string, Sightings>> {
  if (previous === undefined) return new Map();
  return seenIn(checkResults.safeParse(await readDocument(deps, previous, CHECK_RESULTS_PATH)).data);
}

async function checkedRun(deps: RunDeps, asked: RunToJudge): Promise<CheckedRun> {
  const { before, startedAt, slot, reading, files } = asked;
  const { since, isSinceDeclared } = await tokenMember(deps, asked, before);
  const { declaredRole, collectorActor } = files.configuration.kept;
  return assembleRun({
    entry: (resource) => files.entries.find(({ name }) => name === resource),
    inputs: files.inputs ?? [],
    fileOf: (name) => fileOf(files.artifacts.find(({ path }) => path === citedPath(name))),
    earlier: earlierRuns(deps, before),
    definitions: deps.definitions,
    keyId: deps.fingerprints.keyId,
    facts: {
      startedAt,
      slot,
      clockSkewMs: reading.log.clock?.skewMs,
      region: deps.config.region,
      origin: originOf(deps, reading),
      workspaceId: files.workspace?.id ?? null,
      // A declared day is one: results have instants.
      tokenSince: since === undefined ? null : new Date(since).toISOString(),
      ...(isSinceDeclared ? { isTokenSinceDeclared: true as const } : {}),
      ...(declaredRole === undefined ? {} : { declaredRole }),
      ...(collectorActor === undefined ? {} : { collectorActor }),
      features: files.configuration.kept.features,
    },
  });
}

function fileOf(artifact: Artifact | undefined): PartFile | undefined {
  if (artifact === undefined) return undefined;
  const { path, sha256, bytes, records } = artifact;
  return {
    path,
    sha256,
    bytes,
    records,
    async *lines() {
      for await (const line of linesOf(artifact.open())) yield JSON.parse(line);
    },
  };
}
