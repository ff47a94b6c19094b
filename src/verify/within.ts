/**
 * One snapshot, checked within bounds: for whoever looks at many snapshots often. Signature and place of its record
 * are for the caller to know; `verify` checks everything.
 */
import type { Statement } from '../../schemas/chain.ts';
import { inOrder } from '../read-ahead.ts';
import type { Store } from '../store/store.ts';
import { checkArtifact } from './artifact.ts';
import { findBag } from './bag.ts';
import type { VerifyContext } from './context.ts';
import { Findings, type VerifyFailure } from './failure.ts';
import { JudgedContents } from './judged-contents.ts';
import { manifestOf } from './statement.ts';

export interface Bounds {
  /** Artifacts of so many bytes are read, and at least one. */
  readonly bytes: number;
  /** Which artifact is read first: another one each time, so that all have their turn. */
  readonly turn: number;
}

export interface CheckedWithin {
  readonly failures: readonly VerifyFailure[];
  readonly bytesRead: number;
  /** Artifacts of which only presence and size were checked. */
  readonly unread: number;
}

const READ_AT_ONCE = 4;

/** Returns what was found: every file's presence and size, the tag files, and the bytes of as many files as fit. */
export async function checkWithin(
  store: Store,
  connection: string,
  statement: Statement,
  { bytes, turn, now }: Bounds & { readonly now: Date },
): Promise<CheckedWithin> {
  const findings = new Findings();
  const context: VerifyContext = {
    store,
    findings,
    judged: new JudgedContents(),
    pinned: new Map(),
    authorities: [],
    isQuick: true,
    now,
  };
  const { artifacts } = statement.predicate;
  const bag = await findBag(context, connection, statement);
  findings.take(bag.findings);
  const { isExpired, prefix } = bag;
  const failed = new Set(findings.failures.map(({ where }) => where));
  // Of a snapshot that is gone no file is looked for one by one.
  if (isExpired || failed.has(prefix)) return { failures: findings.failures, bytesRead: 0, unread: 0 };
  const start = artifacts.length === 0 ? 0 : turn % artifacts.length;
  const inTurn = [...artifacts.slice(start), ...artifacts.slice(0, start)];
  const readable = inTurn.filter(({ path }) => !failed.has(prefix + path));
  let bytesRead = 0;
  const chosen = readable.filter((entry, place) => {
    if (place > 0 && bytesRead + entry.bytes > bytes) return false;
    bytesRead += entry.bytes;
    return true;
  });
  const manifest = manifestOf(statement.predicate);
  const check = (entry: (typeof chosen)[number]) =>
    checkArtifact(context, prefix + entry.path, entry, manifest);
  for await (const _ of inOrder(chosen, READ_AT_ONCE, check));
  return { failures: findings.failures, bytesRead, unread: readable.length - chosen.length };
}
