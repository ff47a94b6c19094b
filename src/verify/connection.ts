/**
 * One connection: its chains one after the other, the bags of their records, and what is next to them.
 * Record by record, so that memory does not grow with what is stored.
 */
import type { Statement } from '../../schemas/chain.ts';
import { inOrder } from '../read-ahead.ts';
import { chainPrefix } from '../store/layout.ts';
import { type ChainSummary, ChainWalk } from './chain.ts';
import { listChains, type RecordPlace, type WalkedRecord, walkRecords } from './chain-records.ts';
import type { VerifyContext } from './context.ts';
import { checkContinuations, checkStrangers } from './continuation.ts';
import { checkDerived, derivedMark, judgedAsDerived, reportedAsDerived } from './derived.ts';
import { checkSizes, type ExportShape, readExportShape } from './export-shape.ts';
import { checkFilesOutsideChains } from './files-outside-chains.ts';
import { FingerprintKeys } from './fingerprint-keys.ts';
import type { GivenStamps } from './given-stamps.ts';
import { KeyRing } from './key-ring.ts';
import { checkManualEvidence } from './manual-evidence.ts';
import { hasUnread, type Walked } from './receipts.ts';
import { type ConnectionReport, ConnectionTally } from './report.ts';
import { type Selection, SnapshotChecks } from './snapshots.ts';
import { concludeStamps } from './stamp-report.ts';
import { StampBook } from './stamps.ts';
import type { ConnectionSurvey } from './survey.ts';
import { type Rewritten, reportRewritten } from './write-once.ts';

/** The bag whose artifacts are read, and the next one. */
const BAGS_AHEAD = 2;

export interface VerifiedConnection {
  readonly report: ConnectionReport;
  readonly walked: Walked;
}

/** What was found of the connection, or given for it, apart from what lies in its folder. */
interface Beside {
  readonly rewritten: readonly Rewritten[];
  /** Time stamps that were kept elsewhere. */
  readonly stamps: GivenStamps;
}

/** Checks everything of one connection that is selected. */
export async function verifyConnection(
  outer: VerifyContext,
  survey: ConnectionSurvey,
  selection: Selection,
  { rewritten, stamps }: Beside,
): Promise<VerifiedConnection> {
  const { connection } = survey;
  const shape = await readExportShape(outer, connection);
  const mark = await derivedMark(shape);
  const context = judgedAsDerived(outer, connection, mark);
  const tally = new ConnectionTally(context, connection);
  const runs = new Map<string, string>();
  const chains: ChainSummary[] = [];
  const book = new StampBook(context, survey, stamps);
  const fingerprintKeys = new FingerprintKeys(context.findings);
  const ring = new KeyRing(context, connection);
  const listed = await listChains(context, connection);
  const snapshots = new SnapshotChecks(context, survey, { ...selection, shape }, tally);
  for (const [number, records] of inOrderWith(shape, listed.chains)) {
    const walk = new ChainWalk(context, ring, connection, number);
    const tree = shape?.trees.get(number);
    if (tree !== undefined && tree.size > 0) walk.begin(tree);
    for await (const { record, found } of walkedAhead(context, walk, records, snapshots)) {
      const { key, statement } = record;
      await book.take(record);
      fingerprintKeys.take(statement, key);
      checkDerived(mark, statement, key, context.findings);
      checkRunIsOwn(context, statement, key, runs);
      await snapshots.take(record, found);
    }
    for (const path of walk.newer) snapshots.committed.add(path);
    chains.push(walk.summary(listed.isWhole));
  }
  const walked = { chains, isWhole: listed.isWhole };
  const isUnread = hasUnread(walked);
  checkSizes(shape, connection, chains, context.findings);
  checkContinuations(connection, chains, context);
  checkStrangers(chains, ring, context.findings);
  await checkFilesOutsideChains(context, survey, walked, snapshots.committed);
  // Answers from signed evidence do not fail with what nobody signed.
  if (selection.isChainOnly !== true) await checkManualEvidence(context, survey);
  const stamped = await concludeStamps(context, connection, book, walked);
  reportRewritten(context, rewritten, snapshots.named(isUnread));
  // What may not be read has been reported, and is not nothing.
  const isLookedFor = selection.isChainOnly !== true || chains.length === 0;
  if (snapshots.selected === 0 && !isUnread && isLookedFor)
    reportNothing(context, connection, chains, selection);
  return { report: reportedAsDerived(mark, tally.report(chains, stamped)), walked };
}

/** Yields the records of a chain, each with its files; those of the next ones are looked for meanwhile. */
function walkedAhead(
  context: VerifyContext,
  walk: ChainWalk,
  records: readonly RecordPlace[],
  snapshots: SnapshotChecks,
) {
  const find = async (record: WalkedRecord) => ({
    record,
    found: await snapshots.find(record.statement, record.key),
  });
  return inOrder(walkRecords(context, walk, records), BAGS_AHEAD, find);
}

/** An export has chains of which it has no record. */
function inOrderWith(
  shape: ExportShape | undefined,
  chains: ReadonlyMap<number, readonly RecordPlace[]>,
): readonly (readonly [number, readonly RecordPlace[]])[] {
  const known = [...(shape?.trees.keys() ?? [])].filter((number) => !chains.has(number));
  return [...chains, ...known.map((number) => [number, []] as const)].sort(([one], [other]) => one - other);
}

/** One run is one snapshot: a second record of it would count its evidence twice. */
function checkRunIsOwn(
  { findings }: VerifyContext,
  { predicate: { run } }: Statement,
  key: string,
  runs: Map<string, string>,
): void {
  const other = runs.get(run.id);
  if (other === undefined) runs.set(run.id, key);
  else {
    const problem = { what: 'check run id', expected: 'a run of its own', found: `that of ${other}` };
    findings.fail('CHAIN_BROKEN', key, problem);
  }
}

function reportNothing(
  { findings }: VerifyContext,
  connection: string,
  chains: readonly ChainSummary[],
  { snapshotPath, from, to }: Selection,
): void {
  const where = chainPrefix(connection);
  const period =
    from === undefined && to === undefined ? '' : ` from ${from ?? 'the start'} to ${to ?? 'now'}`;
  const expected = snapshotPath === undefined ? `a record${period}` : `a record of ${snapshotPath}${period}`;
  const records = chains.reduce((sum, chain) => sum + chain.records, 0);
  const found = records === 0 ? 'none' : records === 1 ? '1 other' : `${records} others`;
  findings.fail('NOTHING_THERE', where, { what: 'find evidence', expected, found });
}
