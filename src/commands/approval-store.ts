/** Approves a snapshot: what was seen of it is bound by digest, and kept beside the evidence for good. */
import { APPROVAL_SCHEMA, type Approval } from '../../schemas/approval.ts';
import { approvedSnapshotOf, faultOf, seenOf } from '../answers/approvals/approval.ts';
import { EXIT, UnverifiedError, UsageError } from '../errors.ts';
import { canonical, sha256 } from '../evidence/canonical.ts';
import { approvalKey, approvalsPrefix } from '../store/beside-layout.ts';
import { readUpTo } from '../store/content.ts';
import type { Store } from '../store/store.ts';
import { TOOL_VERSION } from '../tool-version.ts';
import type { Run } from '../verify/read-history.ts';
import { nothing, refusal } from '../verify/signed-records.ts';
import { verifyStore } from '../verify/verify.ts';
import { isCreated } from './create-once.ts';
import type { EvidencePlace } from './evidence-places.ts';
import { keptText } from './kept-text.ts';

const COMMAND = 'approve';

/** What somebody says of themselves and of what they looked at. */
export interface GivenApproval {
  readonly by: string | undefined;
  readonly comment?: string | undefined;
  /** Hex SHA-256 of the page that was looked at; null: of none. */
  readonly page: string | null;
}

export interface SaidApproval extends Pick<Approval, 'comment'> {
  readonly name: string;
  readonly page: string | null;
}

/** Returns what may be kept of it. @throws UsageError for no name, too much, or a secret, which it does not repeat */
export function saidApproval({ by, comment, page }: GivenApproval): SaidApproval {
  const more = 'Say the rest where your reviews are kept, and name the place here.';
  const name = keptText(COMMAND, '--by', by, more, LONGEST_NAME);
  const words = keptText(COMMAND, '--comment', comment, more);
  if (name === undefined)
    throw new UsageError({
      message: `${COMMAND}: --by: expected the name of who approves, got none`,
      hint: 'Name them: --by "Ada Lovelace". It is kept as they say it, and nobody proves it.',
    });
  return { name, page, ...(words === undefined ? {} : { comment: words }) };
}

const LONGEST_NAME = 200;

export interface StoredApproval {
  readonly result: 'stored' | 'present';
  readonly key: string;
  readonly sha256: string;
  readonly approval: Approval;
}

/**
 * Keeps the approval of a run, all of whose bytes are verified first.
 * @throws UnverifiedError where they are not what was signed, or are gone; UsageError; StoreError
 */
export async function keepApproval(
  place: EvidencePlace,
  run: Run,
  { name, page, comment }: SaidApproval,
  { now, user }: { readonly now: Date; readonly user?: string | undefined },
): Promise<StoredApproval> {
  const { connection, store } = place;
  assertOwn(store);
  await assertVerified(place, run, now);
  const approval: Approval = {
    schema: APPROVAL_SCHEMA,
    connection,
    snapshot: approvedSnapshotOf(run),
    seen: { ...seenOf(run), page },
    approvedAt: now.toISOString(),
    by: { kind: 'asserted', name, user: user ?? null },
    ...(comment === undefined ? {} : { comment }),
    tool: { name: 'segment-evidence', version: TOOL_VERSION },
  };
  const fault = faultOf(approval, run, now);
  if (fault !== undefined)
    throw new UsageError({
      message: `${COMMAND}: ${run.manifest.snapshotPath}: expected a snapshot of the past, got one for which it is too early: ${fault}`,
      hint: 'One of the two clocks is wrong: that of this machine, or that of the run.',
    });
  const bytes = canonical(approval);
  const digest = sha256(bytes);
  const key = approvalKey(connection, approval.snapshot, approval.approvedAt, digest);
  return { result: await keep(store, connection, key, bytes), key, sha256: digest, approval };
}

async function keep(
  store: Store,
  connection: string,
  key: string,
  bytes: string,
): Promise<'stored' | 'present'> {
  const obstacle = await store.obstacle?.(approvalsPrefix(connection).slice(0, -1));
  if (obstacle !== undefined) throw notOurs(obstacle, 'a folder');
  if (await isCreated(store, key, bytes)) return 'stored';
  const there = await readUpTo(store, key, Buffer.byteLength(bytes));
  if (there?.toString() !== bytes) throw notOurs(key, 'the same approval');
  return 'present';
}

/** What is in the way. */
function notOurs(key: string, expected: string): UnverifiedError {
  const message = `${COMMAND}: ${key}: expected ${expected}, got something else`;
  return new UnverifiedError({
    code: 'NOT_VERIFIED',
    message,
    hint: 'Find out who may write to the store.',
    problems: [message],
    exitCode: EXIT.verificationFailed,
  });
}

/** What somebody was given is a copy: what is said of it must lie where the evidence does. */
function assertOwn({ location, export: exported }: Store): void {
  if (exported === undefined) return;
  throw new UsageError({
    message: `${COMMAND}: --store ${location}: expected a store, got an export`,
    hint: 'Approve in the store that it was taken from: later exports have the approval.',
  });
}

async function assertVerified(
  { connection, store, keys }: EvidencePlace,
  run: Run,
  now: Date,
): Promise<void> {
  const { snapshotPath } = run.manifest;
  if (run.isExpired)
    throw nothing(`${COMMAND}: ${snapshotPath}: expected its files, got none: their retention has ended`);
  const trusted = (await keys()).map((publicKey) => ({ publicKey, connection }));
  const report = await verifyStore({ store, connection, snapshotPath, keys: trusted, now });
  const problems = report.failures.map(({ message }) => message);
  if (problems.length > 0) throw refusal(`${connection}/${snapshotPath}`, problems, report.exitCode);
}
