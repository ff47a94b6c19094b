/**
 * Receipts: what an auditor kept of a chain at some time. A chain alone cannot show that its end was cut
 * off, or that its key's holder rewrote it; the size and root in a receipt can.
 *
 *     segment-evidence receipt v1
 *     logId 0f3c…
 *     size 43
 *     root sha256:9b1d…
 *     key 5e88…
 */
import type { ChainSummary } from './chain.ts';
import type { Findings } from './failure.ts';

export interface Receipt {
  readonly logId: string;
  readonly size: number;
  readonly root: string;
  readonly keyId: string;
}

/** A receipt, or what was given as one, with where it came from. */
export interface GivenReceipt {
  readonly where: string;
  readonly text: string;
}

const FORM =
  /^segment-evidence receipt v1\nlogId ([0-9a-f]{32})\nsize ([1-9][0-9]{0,11})\nroot sha256:([0-9a-f]{64})\nkey ([0-9a-f]{64})\n$/;

/** Returns the receipt in a text; `undefined` when it is not one, to the letter. */
export function parseReceipt(text: string): Receipt | undefined {
  const [, logId, size, root, keyId] = FORM.exec(text) ?? [];
  if (logId === undefined || root === undefined || keyId === undefined) return undefined;
  return { logId, size: Number(size), root, keyId };
}

/** Returns the text of a receipt. */
export function receiptText({ logId, size, root, keyId }: Receipt): string {
  return `segment-evidence receipt v1\nlogId ${logId}\nsize ${size}\nroot sha256:${root}\nkey ${keyId}\n`;
}

/** Returns a text that came by mail or from another system as it was written: LF, one at the end. */
export function normaliseReceiptText(text: string): string {
  return `${text.replaceAll('\r\n', '\n').trim()}\n`;
}

/** The chains that receipts are held against. */
export interface Walked {
  readonly chains: readonly ChainSummary[];
  /** Whether every listing ended: otherwise there may be more chains. */
  readonly isWhole: boolean;
}

/** Whether there are records that no one could read or list: what they say is not known. */
export function hasUnread({ chains, isWhole }: Walked): boolean {
  return !isWhole || chains.some(({ unread }) => unread > 0);
}

/** Whether what a receipt is of may be there, among what could not be read: that is no tampering. */
export function isOutOfSight({ logId, size }: Receipt, { chains, isWhole }: Walked): boolean {
  const chain = chains.find((each) => each.logId === logId);
  if (chain !== undefined) return !chain.isWhole && size > chain.size;
  return !isWhole || chains.some((each) => each.logId === undefined && each.unread > 0);
}

/** Holds a receipt against the chains that were walked. */
export function checkReceipt({ where, text }: GivenReceipt, walked: Walked, findings: Findings): void {
  const receipt = parseReceipt(text);
  if (receipt === undefined) {
    const problem = {
      what: 'read receipt',
      expected: 'the five lines of a receipt',
      found: 'something else',
    };
    findings.fail('CONTENT_INVALID', where, problem);
    return;
  }
  const what = 'check receipt';
  if (isOutOfSight(receipt, walked)) {
    const expected = `${receipt.size} records of log id ${receipt.logId}`;
    findings.fail('UNREADABLE', where, { what, expected, found: 'some that could not be read' });
    return;
  }
  const chain = walked.chains.find(({ logId }) => logId === receipt.logId);
  if (chain === undefined) {
    reportUnknownLog(receipt, where, walked.chains, findings);
    return;
  }
  const { size, root, keyId } = receipt;
  if (size > chain.size) {
    const [expected, found] = [`${size} records or more`, `${chain.size}`];
    findings.fail('TRUNCATED', where, { what, expected, found, count: size - chain.size });
    return;
  }
  const own = chain.roots.get(size);
  // No root: a record before it is missing or unreadable, and that has been reported.
  if (own !== undefined && own !== root) {
    findings.fail('REWRITTEN', where, {
      what,
      expected: `root ${root} of the first ${size} records`,
      found: own,
    });
  }
  const signer = chain.signers.get(size);
  if (signer !== undefined && signer !== keyId) {
    findings.fail('KEY_UNTRUSTED', where, {
      what,
      expected: `record ${size - 1} signed by ${keyId}`,
      found: signer,
    });
  }
}

/** The log it is of is not here: cut off to nothing, or replaced. */
function reportUnknownLog(
  { logId, size }: Receipt,
  where: string,
  chains: readonly ChainSummary[],
  findings: Findings,
): void {
  const others = chains.flatMap((chain) => (chain.logId === undefined ? [] : [chain.logId]));
  findings.fail(others.length === 0 ? 'TRUNCATED' : 'REWRITTEN', where, {
    what: 'check receipt',
    expected: `a chain with log id ${logId} and ${size} records or more`,
    found: others.length === 0 ? 'no chain' : `chains with other log ids: ${others.join(', ')}`,
    ...(others.length === 0 ? { count: size } : {}),
  });
}
