/** `verify` with a period: beside what was found, what each connection's evidence lacks of it. */
import { EvidenceError, EXIT, type ExitCode, InterruptedError } from '../errors.ts';
import { connectionPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { exitCodeOf, Findings } from '../verify/failure.ts';
import {
  type ConnectionReport,
  type JudgedConnection,
  reportOf,
  type VerifyReport,
} from '../verify/report.ts';
import { type KeptElsewhere, type VerifyInput, verifyStores } from '../verify/verify.ts';
import { type Coverage, isCovered, RunBook } from './coverage.ts';

/** What a period lacks; with `problems` nothing can be said of it. */
export interface JudgedCoverage extends Partial<Coverage> {
  readonly exitCode: ExitCode;
  /** Why nothing can be said: the evidence is not intact, or cannot be judged. */
  readonly problems?: readonly string[];
}

export interface CoveredConnection extends JudgedConnection {
  /** Only where a period was asked for, and not of a snapshot alone. */
  readonly coverage?: JudgedCoverage;
}

export interface CoveredReport extends VerifyReport {
  readonly connections: readonly CoveredConnection[];
}

/**
 * Verifies stores, each in one walk, and holds every connection that is intact against the period that is asked for.
 * A receipt or a stamp is of one of them.
 */
export async function verifyPeriods(
  inputs: readonly Omit<VerifyInput, keyof KeptElsewhere>[],
  kept: KeptElsewhere,
): Promise<readonly CoveredReport[]> {
  const watched = inputs.map((input) => {
    const runs = isPeriodAsked(input) ? new RunBook(input) : undefined;
    return { store: input.store, runs, input: { ...input, onRecord: runs?.take } };
  });
  const reports = await verifyStores(
    watched.map(({ input }) => input),
    kept,
  );
  const covered: CoveredReport[] = [];
  for (const [index, report] of reports.entries()) {
    const { store, runs } = watched[index] ?? {};
    covered.push(store === undefined || runs === undefined ? report : await cover(report, store, runs));
  }
  return covered;
}

function isPeriodAsked({
  from,
  to,
  snapshotPath,
}: Pick<VerifyInput, 'from' | 'to' | 'snapshotPath'>): boolean {
  return (from !== undefined || to !== undefined) && snapshotPath === undefined;
}

async function cover(report: VerifyReport, store: Store, runs: RunBook): Promise<CoveredReport> {
  const findings = new Findings();
  findings.take(report);
  const connections: CoveredConnection[] = [];
  for (const connection of report.connections) {
    connections.push({ ...connection, coverage: await judge(store, connection, findings, runs) });
  }
  return { ...reportOf(report, findings), connections };
}

/** A connection that is in trouble leaves the others alone. */
async function judge(
  store: Store,
  { connection }: ConnectionReport,
  findings: Findings,
  runs: RunBook,
): Promise<JudgedCoverage> {
  const problemsOf = () =>
    findings.failures.filter(
      ({ code, where }) => code !== 'NOTHING_THERE' && concerns(where, connection, store),
    );
  const problems = ['its evidence is not intact or cannot be judged'];
  if (problemsOf().length > 0) return { exitCode: exitCodeOf(problemsOf()), problems };
  try {
    const coverage = await runs.coverageOf(store, connection, findings);
    if (coverage === undefined) return { exitCode: exitCodeOf(problemsOf()), problems };
    return { exitCode: isCovered(coverage) ? EXIT.done : EXIT.incomplete, ...coverage };
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return { exitCode: error.exitCode, problems: [error.message] };
  }
}

/** What is said of the store, or of a folder above all connections, is said of each. */
function concerns(where: string, connection: string, { location }: Store): boolean {
  const own = connectionPrefix(connection);
  return where === location || where.startsWith(own) || own.startsWith(`${where.replace(/\/$/, '')}/`);
}
