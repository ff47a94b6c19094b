/**
 * Everything that the page of a snapshot says, as plain data from verified evidence of this run alone: the page is made from
 * this and nothing else, so that each of its numbers can be held against one recomputed from the artifacts.
 */
import type { History, Run } from '../../verify/read-history.ts';
import type { Approvals } from '../approvals/stored.ts';
import type { ManualFound } from '../manual/found.ts';
import { readerOf } from '../reader.ts';
import { views } from '../views/index.ts';
import { type ApprovalFacts, approvalFacts } from './approval-facts.ts';
import { type CertificateFacts, certificateFacts } from './certificate-facts.ts';
import { type ChangeFacts, changeFacts } from './change-facts.ts';
import { type CheckFacts, checkFacts } from './check-facts.ts';
import { type FlowFacts, flowFacts } from './flow-facts.ts';
import { type FrameworkFacts, frameworkFacts } from './framework-facts.ts';
import { type LogFacts, logFacts } from './log-facts.ts';
import { type ManualFacts, manualFacts } from './manual-facts.ts';
import { type PlanFacts, planFacts } from './plan-facts.ts';
import { type PopulationFacts, populationFacts } from './population-facts.ts';
import { type ProofFacts, proofFacts } from './proof-facts.ts';
import { type RequestFacts, requestFacts } from './request-facts.ts';
import { type RunFacts, runFacts } from './run-facts.ts';
import { type SourceFacts, sourceFacts } from './source-facts.ts';
import { type SubjectNames, subjectNames } from './subject-names.ts';
import { readRegister } from './vendor-register.ts';

export interface SnapshotFacts {
  readonly run: RunFacts;
  /** null: no answers of checks were sealed with the run. */
  readonly checks: CheckFacts | null;
  readonly subjectNames: SubjectNames;
  /** By name of the population. */
  readonly populations: Readonly<Record<PopulationName, PopulationFacts>>;
  /** null: as `checks`. */
  readonly frameworks: readonly FrameworkFacts[] | null;
  readonly sources: SourceFacts;
  readonly flows: FlowFacts;
  readonly plans: PlanFacts;
  readonly requests: RequestFacts;
  /** null: there is no run before it. */
  readonly changes: ChangeFacts | null;
  readonly certificates: readonly CertificateFacts[];
  readonly log: LogFacts;
  readonly proof: ProofFacts;
  /** null: nobody looked for any. */
  readonly approvals: ApprovalFacts | null;
  readonly manual: ManualFacts;
}

/** What people put beside the evidence, where somebody looked for it. */
export interface BesideTheEvidence {
  readonly approvals?: Approvals;
  readonly manual?: ManualFound;
}

export type PopulationName =
  | 'users'
  | 'groups'
  | 'roles'
  | 'invites'
  | 'sources'
  | 'destinations'
  | 'tracking-plans'
  | 'data-flows'
  | 'warehouses'
  | 'functions'
  | 'credentials'
  | 'regulations';

/** @throws UnverifiedError NOT_VERIFIED when bytes are not those that were signed; StoreError READ_FAILED */
export async function snapshotFacts(
  history: History,
  run: Run,
  keyIds: readonly string[] = [],
  { approvals, manual }: BesideTheEvidence = {},
): Promise<SnapshotFacts> {
  const found: [string, PopulationFacts][] = [];
  for (const view of views) found.push([view.name, await populationFacts(history, run, view)]);
  const populations = Object.fromEntries(found) as SnapshotFacts['populations'];
  const checks = (await checkFacts(run)) ?? null;
  const results = checks?.results ?? [];
  const reader = readerOf(history, run);
  return {
    run: runFacts(run),
    checks,
    subjectNames: await subjectNames(results, reader),
    frameworks: checks === null ? null : frameworkFacts(results),
    populations,
    sources: await sourceFacts(reader, populations.sources, results),
    flows: flowFacts(populations['data-flows'], await readRegister(run, reader)),
    plans: await planFacts(run, reader, { plans: populations['tracking-plans'], results }),
    requests: requestFacts(run, populations.regulations),
    changes: (await changeFacts(history, run)) ?? null,
    certificates: certificateFacts(run),
    log: await logFacts(run),
    proof: proofFacts(run, keyIds),
    approvals: approvals === undefined ? null : approvalFacts(approvals, run),
    manual: manualFacts(manual, run.manifest.run.startedAt.slice(0, 10)),
  };
}
