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
import { type ChainSummary, folderOf } from './chain.ts';
import type { FailureCode, Findings, Problem } from './failure.ts';

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
  /** Absolute path of the file that it was read from, if it was. */
  readonly path?: string;
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

/** Holds a receipt against the chains that were walked. Returns the chain it is of, when that one satisfies it. */
export function checkReceipt(
  given: GivenReceipt,
  walked: Walked,
  findings: Findings,
): ChainSummary | undefined {
  const { where } = given;
  const receipt = readReceipt(given, findings);
  if (receipt === undefined) return undefined;
  if (isOutOfSight(receipt, walked)) {
    reportOutOfSight(receipt, where, findings);
    return undefined;
  }
  const chain = walked.chains.find(({ logId }) => logId === receipt.logId);
  if (chain === undefined) {
    reportUnknownLog(receipt, where, walked.chains, findings);
    return undefined;
  }
  const problems = contradictions(receipt, chain);
  for (const [code, problem] of problems) findings.fail(code, where, problem);
  return problems.length === 0 && chain.roots.has(receipt.size) ? chain : undefined;
}

const WHAT = 'check receipt';

/** Returns a receipt; reports what is none. */
export function readReceipt({ where, text }: GivenReceipt, findings: Findings): Receipt | undefined {
  const receipt = parseReceipt(text);
  if (receipt !== undefined) return receipt;
  const problem = { what: 'read receipt', expected: 'the five lines of a receipt', found: 'something else' };
  findings.fail('CONTENT_INVALID', where, problem);
  return undefined;
}

/** Returns in what a chain contradicts a receipt of its log. */
export function contradictions(
  { size, root, keyId }: Receipt,
  chain: ChainSummary,
): readonly (readonly [FailureCode, Problem])[] {
  if (size > chain.size) {
    const [expected, found] = [`${size} records or more`, `${chain.size}`];
    return [['TRUNCATED', { what: WHAT, expected, found, count: size - chain.size }]];
  }
  const problems: [FailureCode, Problem][] = [];
  const own = chain.roots.get(size);
  // No root: a record before it is missing or unreadable, and that has been reported.
  if (own !== undefined && own !== root) {
    const expected = `root ${root} of the first ${size} records`;
    problems.push(['REWRITTEN', { what: WHAT, expected, found: own }]);
  }
  const signer = chain.signers.get(size);
  if (signer !== undefined && signer !== keyId) {
    const expected = `record ${size - 1} signed by ${keyId}`;
    problems.push(['KEY_UNTRUSTED', { what: WHAT, expected, found: signer }]);
  }
  return problems;
}

export function reportOutOfSight({ size, logId }: Receipt, where: string, findings: Findings): void {
  const expected = `${size} records of log id ${logId}`;
  findings.fail('UNREADABLE', where, { what: WHAT, expected, found: 'some that could not be read' });
}

const NAMED_AT_MOST = 5;

/** Anybody may put any number of chains there, and of receipts. */
function listed(words: readonly string[]): string {
  const more = words.length > NAMED_AT_MOST ? ` and ${words.length - NAMED_AT_MOST} more` : '';
  return `${words.slice(0, NAMED_AT_MOST).join(', ')}${more}`;
}

/** The log it is of is not here: cut off to nothing, or replaced. */
export function reportUnknownLog(
  { logId, size }: Receipt,
  where: string,
  chains: readonly ChainSummary[],
  findings: Findings,
): void {
  const parked = chains.filter((chain) => chain.logId === logId);
  const others = chains.flatMap((chain) => (chain.logId === undefined ? [] : [chain.logId]));
  const [code, found]: [FailureCode, string] =
    parked.length > 0
      ? ['REWRITTEN', `a copy of it in ${listed(parked.map(folderOf))}`]
      : others.length > 0
        ? ['REWRITTEN', `chains with other log ids: ${listed(others)}`]
        : ['TRUNCATED', 'no chain'];
  findings.fail(code, where, {
    what: WHAT,
    expected: `a chain with log id ${logId} and ${size} records or more, in the place that its records name`,
    found,
    ...(code === 'TRUNCATED' ? { count: size } : {}),
  });
}
