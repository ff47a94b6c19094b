/**
 * One connection: its chains one after the other, the bags of their records, and what is next to them.
 * Record by record, so that memory does not grow with what is stored.
 */
import type { Predicate, Statement } from '../../schemas/chain.ts';
import { chainPrefix } from '../store/layout.ts';
import { checkBag } from './bag.ts';
import { type ChainSummary, ChainWalk } from './chain.ts';
import { listChains, walkRecords } from './chain-records.ts';
import type { VerifyContext } from './context.ts';
import { checkContinuations } from './continuation.ts';
import { checkFilesOutsideChains } from './files-outside-chains.ts';
import { hasUnread, type Walked } from './receipts.ts';
import { type ConnectionReport, ConnectionTally } from './report.ts';
import { hasRetentionEnded, retentionEnd } from './retention.ts';
import type { ConnectionSurvey } from './survey.ts';
import { type Rewritten, reportRewritten } from './write-once.ts';

/** Which snapshots' files are read. The chains are always walked whole. */
export interface Selection {
  /** Relative to the connection's folder. */
  readonly snapshotPath?: string | undefined;
  /** Runs that started at this instant or later. */
  readonly from?: string | undefined;
  /** Runs that started at this instant or earlier. */
  readonly to?: string | undefined;
  /** Called with each record that can be read, selected or not, oldest first. */
  readonly onRecord?: ((record: SeenRecord) => void) | undefined;
}

/** A record on the way along its chain. Whether it is good is known when the walk has ended. */
export interface SeenRecord {
  readonly predicate: Predicate;
  /** Its bag is gone whole, and the time for which it had to be kept is over. */
  readonly isExpired: boolean;
}

export interface VerifiedConnection {
  readonly report: ConnectionReport;
  readonly walked: Walked;
}

/** Checks everything of one connection that is selected. */
export async function verifyConnection(
  context: VerifyContext,
  survey: ConnectionSurvey,
  selection: Selection,
  rewritten: readonly Rewritten[] = [],
): Promise<VerifiedConnection> {
  const { connection } = survey;
  const tally = new ConnectionTally(context, connection);
  const runs = new Map<string, string>();
  const committed = new Set<string>();
  const expired = new Map<string, Date>();
  const chains: ChainSummary[] = [];
  let selected = 0;
  const listed = await listChains(context, connection);
  for (const [number, records] of listed.chains) {
    const walk = new ChainWalk(context, connection, number);
    for await (const { key, statement } of walkRecords(context, walk, records)) {
      checkRunIsOwn(context, statement, key, runs);
      const { predicate } = statement;
      committed.add(predicate.snapshotPath);
      const isChosen = isSelected(statement, selection);
      const bag = isChosen ? await checkBag(context, connection, statement) : undefined;
      const isExpired = bag?.isExpired ?? isGone(predicate, survey, context);
      const end = isExpired ? retentionEnd(predicate) : undefined;
      if (end !== undefined) expired.set(predicate.snapshotPath, end);
      selection.onRecord?.({ predicate, isExpired });
      if (bag === undefined) continue;
      selected += 1;
      tally.add(statement, key, bag);
    }
    chains.push(walk.summary(listed.isWhole));
  }
  const walked = { chains, isWhole: listed.isWhole };
  const isUnread = hasUnread(walked);
  checkContinuations(connection, chains, context.findings);
  await checkFilesOutsideChains(context, survey, walked, committed);
  reportRewritten(context, rewritten, { committed: isUnread ? undefined : committed, expired });
  // What may not be read has been reported, and is not nothing.
  if (selected === 0 && !isUnread) reportNothing(context, connection, chains, selection);
  return { report: tally.report(chains), walked };
}

/** Whether a bag that is not selected, and so not looked into, has expired. */
function isGone(predicate: Predicate, { bags }: ConnectionSurvey, { now }: VerifyContext): boolean {
  return !bags.has(predicate.snapshotPath) && hasRetentionEnded(predicate, now);
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

function isSelected({ predicate }: Statement, { snapshotPath, from, to }: Selection): boolean {
  if (snapshotPath !== undefined && predicate.snapshotPath !== snapshotPath) return false;
  const at = Date.parse(predicate.run.startedAt);
  return !(from !== undefined && at < Date.parse(from)) && !(to !== undefined && at > Date.parse(to));
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
  const found = records === 0 ? 'none' : `${records} others`;
  findings.fail('NOTHING_THERE', where, { what: 'find evidence', expected, found });
}
