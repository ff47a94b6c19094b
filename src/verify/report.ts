/**
 * What a verification says: first of what this is evidence, then what was found. Notes name the gaps
 * that were signed as gaps: they are no failure, and no evidence of anything else either.
 */
import type { Statement } from '../../schemas/chain.ts';
import type { DerivedFacts } from '../../schemas/export-facts.ts';
import { LARGEST_SKEW_MS, type Manifest } from '../../schemas/manifest.ts';
import { isGap } from '../../schemas/outcome.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { chainRecordKey, connectionPrefix } from '../store/layout.ts';
import type { BagCount } from './bag.ts';
import type { ChainSummary } from './chain.ts';
import type { VerifyContext } from './context.ts';
import { exitCodeOf, FAILURE_EXITS, type Findings, type VerifyFailure, type VerifyNote } from './failure.ts';
import type { Outside } from './outside.ts';
import { receiptText } from './receipts.ts';
import type { RecordRange } from './record-range.ts';
import type { StampReport } from './stamp-report.ts';

export type Origin = Manifest['origin'] & { readonly records: number };
export type Workspace = NonNullable<Manifest['workspace']> & { readonly records: number };

export interface ConnectionReport {
  readonly connection: string;
  /** Only of a pseudonymised copy: what it was made from. It is no original evidence. */
  readonly derived?: DerivedFacts;
  /** Where the evidence came from, each with the number of records. */
  readonly origins: readonly Origin[];
  readonly workspaces: readonly Workspace[];
  /** Starts of the first and the last run that were checked; null: none was. */
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly statuses: Readonly<Record<Manifest['status'], number>>;
  /** Start of the last complete run that was checked. */
  readonly lastCompleteAt: string | null;
  readonly chains: readonly {
    readonly number: number;
    readonly logId: string | null;
    readonly records: number;
  }[];
  /** Who signed which records, by their own words: failures say where that is not so. */
  readonly signed: readonly SignedStretch[];
  /** Snapshots whose files were checked. */
  readonly snapshots: number;
  readonly artifacts: number;
  readonly artifactBytesRead: number;
  /** What time stamps fix. */
  readonly stamps: StampReport;
  /** To be kept somewhere else: null when the chain is not intact or no key was pinned. */
  readonly receipt: string | null;
}

export interface SignedStretch extends RecordRange {
  readonly keyId: string;
}

/** What was checked of one connection, and what fixes it from outside. */
export interface JudgedConnection extends ConnectionReport {
  readonly outside: Outside;
}

export interface VerifyReport {
  readonly verdict: 'intact' | 'failed' | 'cannot-judge';
  readonly exitCode: ExitCode;
  readonly location: string;
  /** Artifacts' bytes were not read. */
  readonly isQuick: boolean;
  readonly pinnedKeys: readonly string[];
  readonly connections: readonly JudgedConnection[];
  readonly failures: readonly VerifyFailure[];
  readonly notes: readonly VerifyNote[];
}

/** Returns the report with its verdict, which follows from the gravest failure. */
export function reportOf(
  about: Pick<VerifyReport, 'location' | 'isQuick' | 'pinnedKeys' | 'connections'>,
  { failures, notes }: Findings,
): VerifyReport {
  const exitCode = exitCodeOf(failures);
  return { verdict: verdictOf(exitCode), exitCode, ...about, failures, notes };
}

function verdictOf(exitCode: ExitCode): VerifyReport['verdict'] {
  if (exitCode === EXIT.done) return 'intact';
  return exitCode === EXIT.verificationFailed ? 'failed' : 'cannot-judge';
}

/** Counts what the selected records of one connection are evidence of. */
export class ConnectionTally {
  readonly #context: VerifyContext;
  readonly #connection: string;
  readonly #origins = new Map<string, Origin>();
  readonly #workspaces = new Map<string, Workspace>();
  readonly #statuses = { complete: 0, partial: 0, failed: 0 };
  #period: ConnectionReport['period'] = null;
  #lastCompleteAt: string | null = null;
  #read = { snapshots: 0, artifacts: 0, artifactBytesRead: 0 };

  constructor(context: VerifyContext, connection: string) {
    this.#context = context;
    this.#connection = connection;
  }

  /** Takes one selected record and what was checked of its files. */
  add({ predicate }: Statement, where: string, { artifacts, bytes, isExpired }: BagCount): void {
    const { origin, workspace, run, status } = predicate;
    count(this.#origins, origin);
    if (workspace !== null) count(this.#workspaces, workspace);
    this.#statuses[status] += 1;
    this.#period = { from: this.#period?.from ?? run.startedAt, to: run.startedAt };
    if (status === 'complete') this.#lastCompleteAt = run.startedAt;
    this.#read = {
      snapshots: this.#read.snapshots + (isExpired ? 0 : 1),
      artifacts: this.#read.artifacts + artifacts,
      artifactBytesRead: this.#read.artifactBytesRead + bytes,
    };
    noteGaps(predicate, where, this.#context.findings);
  }

  report(chains: readonly ChainSummary[], stamps: StampReport): ConnectionReport {
    return {
      connection: this.#connection,
      origins: [...this.#origins.values()],
      workspaces: [...this.#workspaces.values()],
      period: this.#period,
      statuses: this.#statuses,
      lastCompleteAt: this.#lastCompleteAt,
      chains: chains.map(({ number, logId, records }) => ({ number, logId: logId ?? null, records })),
      signed: chains.flatMap(signedIn),
      ...this.#read,
      stamps,
      receipt: this.#receipt(chains.at(-1)),
    };
  }

  /** A receipt of something broken would be kept as if it were good. */
  #receipt(last: ChainSummary | undefined): string | null {
    const { pinned, findings } = this.#context;
    const own = connectionPrefix(this.#connection);
    const tail =
      last === undefined ? own : chainRecordKey(this.#connection, last.number, 0).replace(/[^/]+$/, '');
    const isBroken = findings.failures.some(
      ({ code, where }) =>
        ((where.startsWith(own) || own.startsWith(`${where}/`)) &&
          FAILURE_EXITS[code] === EXIT.verificationFailed) ||
        (code === 'KEY_NOT_PINNED' && where.startsWith(tail)),
    );
    const root = last?.roots.get(last.size);
    const keyId = last?.signers.get(last.size);
    if (isBroken || pinned.size === 0 || last?.logId === undefined) return null;
    if (root === undefined || keyId === undefined) return null;
    return receiptText({ logId: last.logId, size: last.size, root, keyId });
  }
}

/** Records that one key signed one after the other. */
function signedIn({ number, signers }: ChainSummary): readonly SignedStretch[] {
  const stretches: SignedStretch[] = [];
  for (const [size, keyId] of signers) {
    const last = stretches.at(-1);
    const [seq, isSame] = [size - 1, last?.keyId === keyId && last.to === size - 2];
    if (last !== undefined && isSame) stretches[stretches.length - 1] = { ...last, to: seq };
    else stretches.push({ chain: number, keyId, from: seq, to: seq });
  }
  return stretches;
}

function count<T extends object>(counted: Map<string, T & { readonly records: number }>, value: T): void {
  const key = JSON.stringify(value);
  counted.set(key, { ...value, records: (counted.get(key)?.records ?? 0) + 1 });
}

const NAMED_AT_MOST = 8;

function noteGaps(manifest: Manifest, where: string, findings: Findings): void {
  const { status, run, origin, resources } = manifest;
  noteSkew(manifest, where, findings);
  if (origin.kind !== 'segment') {
    const message = `${origin.kind} at ${origin.host}: not evidence of a real workspace`;
    findings.note('not-a-real-workspace', where, message);
  }
  if (status !== 'complete') {
    const gaps = resources.filter(isGap);
    const named = gaps
      .slice(0, NAMED_AT_MOST)
      .map(({ name, outcome, reason }) => `${name} ${outcome} (${reason})`);
    const more = gaps.length > named.length ? [`${gaps.length - named.length} more`] : [];
    const list = [...named, ...more].join(', ') || 'left out on purpose';
    findings.note('gap', where, `run of ${run.startedAt} is ${status}: ${list}`);
  }
  if (run.missedSlots.length > 0) {
    const message = `${run.missedSlots.length} slots before ${run.startedAt} were missed: ${run.missedSlots.join(', ')}`;
    findings.note('missed-slots', where, message);
  }
}

/** Dates in such a record are off by it, by its own word. */
function noteSkew({ clock, run }: Manifest, where: string, findings: Findings): void {
  if (clock === null || Math.abs(clock.skewMs) <= LARGEST_SKEW_MS) return;
  const seconds = Math.round(Math.abs(clock.skewMs) / 1000);
  const way = clock.skewMs > 0 ? 'ahead of' : 'behind';
  const message = `the clock of the run of ${run.startedAt} was ${seconds} s ${way} the server's, which said ${clock.serverDate}`;
  findings.note('clock-skew', where, message);
}
