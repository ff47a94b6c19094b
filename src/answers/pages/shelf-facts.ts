/** What there is to read of a connection: its runs, how each ended, and who approved it. Plain data. */
import type { KeptManifest, Run } from '../../verify/read-history.ts';
import type { Approvals } from '../approvals/stored.ts';
import { type ApprovalLine, approvalFacts } from './approval-facts.ts';
import { runFacts } from './run-facts.ts';
import { endingsText } from './standing.ts';

export interface ShelfFacts {
  readonly connection: string;
  readonly workspace: KeptManifest['workspace'];
  /** Why none of it is shown: it cannot be vouched for, or is not there. null: it can. */
  readonly problem: string | null;
  /** Newest first. */
  readonly runs: readonly ShelfRun[];
}

export interface ShelfRun {
  readonly chain: number;
  readonly seq: number;
  readonly startedAt: string;
  readonly status: KeptManifest['status'];
  readonly origin: KeptManifest['origin']['kind'];
  readonly isExpired: boolean;
  /** What was not read whole, what ended alike in one line. */
  readonly missing: readonly string[];
  /** null: no answers of checks were sealed. */
  readonly failingChecks: number | null;
  readonly approvals: readonly ApprovalLine[];
}

/** Returns what there is of verified runs, oldest first. */
export function shelfFacts(connection: string, runs: readonly Run[], approvals: Approvals): ShelfFacts {
  const named = runs.findLast(({ manifest }) => manifest.workspace !== null);
  return {
    connection,
    workspace: named?.manifest.workspace ?? null,
    problem: runs.length === 0 ? 'there is no run' : null,
    runs: runs.map((run) => shelfRun(run, approvals)).reverse(),
  };
}

/** Returns the same of one whose evidence is not shown. */
export const unshownShelf = (connection: string, problem: string): ShelfFacts => ({
  connection,
  workspace: null,
  problem,
  runs: [],
});

export function shelfRun(run: Run, approvals: Approvals): ShelfRun {
  const { snapshot, status, origin, isExpired, gaps } = runFacts(run);
  return {
    chain: snapshot.chain,
    seq: snapshot.seq,
    startedAt: snapshot.startedAt,
    status,
    origin: origin.kind,
    isExpired,
    failingChecks: run.manifest.checks?.fail ?? null,
    missing: endingsText(gaps),
    approvals: approvalFacts(approvals, run).lines,
  };
}
