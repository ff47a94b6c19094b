/** What is next to a connection's chains: receipts, keys, bags that no record names, and strays. */

import { inOrder } from '../read-ahead.ts';
import { connectionPrefix, receiptKey } from '../store/layout.ts';
import type { StoredKey } from '../store/store.ts';
import { readStored, type VerifyContext } from './context.ts';
import { checkStoredKeys } from './keys.ts';
import { checkReceipt, hasUnread, isOutOfSight, parseReceipt, type Walked } from './receipts.ts';
import { type ConnectionSurvey, reportNoFolder } from './survey.ts';

const READ_AHEAD = 16;

/** Checks what is next to the chains. `committed`: paths of the snapshots that records name. */
export async function checkFilesOutsideChains(
  context: VerifyContext,
  survey: ConnectionSurvey,
  walked: Walked,
  committed: ReadonlySet<string>,
): Promise<void> {
  const signers = new Set(walked.chains.flatMap((chain) => [...chain.signers.values()]));
  const read = async (stored: StoredKey) => ({ stored, text: await readText(context, stored) });
  for await (const { stored, text } of inOrder(survey.receipts, READ_AHEAD, read)) {
    if (text !== undefined) checkStoredReceipt(context, stored.key, text, walked);
  }
  await checkStoredKeys(context, survey.keys, hasUnread(walked) ? undefined : signers);
  checkLinks(context, survey, committed);
  noteUncommitted(context, survey, committed, hasUnread(walked));
  noteStrays(context, survey);
}

async function readText(context: VerifyContext, stored: StoredKey): Promise<string | undefined> {
  const read = await readStored(context, stored);
  if (read.kind === 'unreadable') return undefined;
  return read.kind === 'bytes' ? read.bytes.toString('latin1') : '';
}

/** A receipt in the store proves nothing, but one that contradicts the chain shows a clumsy forger. */
function checkStoredReceipt(context: VerifyContext, key: string, text: string, walked: Walked): void {
  const receipt = parseReceipt(text);
  // That the chain cannot be read has been said; a receipt that is next to it adds nothing.
  if (receipt !== undefined && isOutOfSight(receipt, walked)) return;
  checkReceipt({ where: key, text }, walked, context.findings);
  const chain = walked.chains.find(({ logId }) => logId === receipt?.logId);
  if (receipt === undefined || chain === undefined) return;
  const due = receiptKey(chain.connection, chain.number, receipt.size - 1);
  if (key === due) return;
  const expected = due.slice(due.lastIndexOf('/') + 1);
  const problem = { what: 'check name of receipt', expected, found: 'another name' };
  context.findings.fail('CONTENT_INVALID', key, problem);
}

/** A folder that is a link: what is behind it can be replaced without touching this store. */
function checkLinks(context: VerifyContext, survey: ConnectionSurvey, committed: ReadonlySet<string>): void {
  for (const path of survey.irregular) {
    const key = connectionPrefix(survey.connection) + path;
    const isManual = path === 'manual' || path.startsWith('manual/');
    if (path === 'chain' || isManual || [...committed].some((bag) => `${bag}/`.startsWith(`${path}/`))) {
      reportNoFolder(context, key);
    } else context.findings.note('not-looked-at', key, 'neither a file nor a folder');
  }
}

function noteUncommitted(
  context: VerifyContext,
  { connection, bags }: ConnectionSurvey,
  committed: ReadonlySet<string>,
  isUnread: boolean,
): void {
  const message = isUnread
    ? 'no readable record names this snapshot; an unreadable one may'
    : 'no record names this snapshot: it is not evidence of anything';
  for (const bag of bags) {
    if (committed.has(bag)) continue;
    const key = `${connectionPrefix(connection)}${bag}/`;
    context.findings.note('uncommitted', key, message);
  }
}

function noteStrays(context: VerifyContext, { connection, strays }: ConnectionSurvey): void {
  for (const path of strays) {
    context.findings.note('not-looked-at', connectionPrefix(connection) + path, 'not a file of the format');
  }
}
