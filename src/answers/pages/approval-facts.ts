/** Who approved a snapshot, or those of a period, and what of it they saw. Plain data. */
import type { Run } from '../../verify/read-history.ts';
import { missingIn } from '../approvals/approval.ts';
import type { Approvals, KeptApproval, RefusedApproval } from '../approvals/stored.ts';
import { type Standing, standingFrom } from './standing.ts';

export interface ApprovalLine {
  /** As they said. */
  readonly name: string;
  /** As the operating system had it; null: it did not say. */
  readonly user: string | null;
  readonly at: string;
  readonly comment: string | null;
  /** In what was approved; empty: it was read whole. */
  readonly missing: readonly string[];
  readonly failingChecks: number | null;
  /** Hex SHA-256 of the page that was looked at. */
  readonly page: string | null;
  /** Where the approval lies, in the folder of the connection. */
  readonly file: string;
}

export interface ApprovalFacts {
  /** Partial where something lies in the place of approvals that is none. */
  readonly standing: Standing;
  readonly count: number;
  readonly recordSha256: string;
  /** As they were given. */
  readonly lines: readonly ApprovalLine[];
}

/** Returns the approvals of a run. */
export function approvalFacts({ counted, refused }: Approvals, run: Run): ApprovalFacts {
  const own = counted.filter(({ approval: { snapshot } }) => isOf(snapshot, run));
  const faults = refused.filter(({ of }) => of === null || isOf(of, run));
  return {
    standing: standingFrom(faults.map(faultText)),
    count: own.length,
    recordSha256: run.recordSha256,
    lines: own.map(lineOf),
  };
}

export interface PeriodApprovals {
  readonly standing: Standing;
  /** Of the runs of the period: with an approval, without one, and those approved that were not read whole. */
  readonly approved: number;
  readonly notApproved: number;
  readonly notWhole: number;
  readonly runs: readonly ApprovedRun[];
}

export interface ApprovedRun {
  readonly chain: number;
  readonly seq: number;
  readonly startedAt: string;
  readonly status: string;
  readonly lines: readonly ApprovalLine[];
}

/** Returns which runs of a period were approved, whenever that was. */
export function periodApprovals(approvals: Approvals, runs: readonly Run[]): PeriodApprovals {
  const rows = runs.map((run): ApprovedRun => {
    const { chain, status, run: ran } = run.manifest;
    const { lines } = approvalFacts(approvals, run);
    return { chain: chain.number, seq: chain.seq, startedAt: ran.startedAt, status, lines };
  });
  const faults = approvals.refused.filter(({ of }) => of === null || runs.some((run) => isOf(of, run)));
  const approved = rows.filter(({ lines }) => lines.length > 0);
  return {
    standing: standingFrom(faults.map(faultText)),
    approved: approved.length,
    notApproved: rows.length - approved.length,
    notWhole: approved.filter(({ lines }) => lines.some(({ missing }) => missing.length > 0)).length,
    runs: rows,
  };
}

const isOf = ({ chain, seq }: { readonly chain: number; readonly seq: number }, { manifest }: Run) =>
  manifest.chain.number === chain && manifest.chain.seq === seq;

const fileOf = (key: string) => key.replace(/^.*\/(?=approvals(?:\/|$))/, '');

const faultText = ({ key, why }: RefusedApproval) => `${fileOf(key)} counts for nothing: ${why}`;

const lineOf = ({ key, approval }: KeptApproval): ApprovalLine => ({
  name: approval.by.name,
  user: approval.by.user,
  at: approval.approvedAt,
  comment: approval.comment ?? null,
  missing: missingIn(approval),
  failingChecks: approval.seen.failingChecks,
  page: approval.seen.page,
  file: fileOf(key),
});
