/**
 * How a connection's chains follow each other. A chain that could not be extended stays as it is; the
 * next one says up to where it continues it, and is held to that as if it were a receipt.
 */
import { type ChainSummary, folderOf } from './chain.ts';
import type { VerifyContext } from './context.ts';
import type { Findings } from './failure.ts';
import type { KeyRing } from './key-ring.ts';
import { accuse, askForKey, type Stretch, UNREAD } from './strangers.ts';

/** Checks the chains of one connection, in the order of their numbers. */
export function checkContinuations(
  connection: string,
  chains: readonly ChainSummary[],
  { findings, pinned }: Pick<VerifyContext, 'findings' | 'pinned'>,
): void {
  const byNumber = new Map(chains.map((chain) => [chain.number, chain]));
  for (const { number } of chains) reportMissingBefore(connection, number, byNumber, findings);
  for (const chain of chains) {
    const due = continuedBy(chain, byNumber, pinned);
    checkContinues(chain, due, byNumber.get(due), findings);
  }
  chains.forEach((chain, index) => {
    const twin = chains.findIndex(({ logId }) => logId !== undefined && logId === chain.logId);
    if (chain.logId === undefined || twin === index) return;
    const found = `that of chain ${chains[twin]?.number}`;
    findings.fail('CHAIN_BROKEN', folderOf(chain), {
      what: 'check log id',
      expected: 'one of its own',
      found,
    });
  });
}

function reportMissingBefore(
  connection: string,
  number: number,
  byNumber: ReadonlyMap<number, ChainSummary>,
  findings: Findings,
): void {
  let first = number;
  while (first > 1 && !byNumber.has(first - 1)) first -= 1;
  if (first === number) return;
  const count = number - first;
  const what = count === 1 ? `find chain ${first}` : `find chains ${first} to ${number - 1}`;
  const problem = { what, expected: 'numbers without holes', found: `${count} missing`, count };
  findings.fail('CHAIN_BROKEN', folderOf({ connection, number: first }), problem);
}

/**
 * Returns the number of the chain that one continues: the one before it. Numbers between them under which nobody who
 * is trusted has signed anything have been reported; whoever began this chain passed them over.
 */
function continuedBy(
  { number, continues }: ChainSummary,
  byNumber: ReadonlyMap<number, ChainSummary>,
  pinned: VerifyContext['pinned'],
): number {
  const isNobodys = (chain: ChainSummary | undefined) =>
    chain === undefined ||
    [...chain.signers.values()].every((keyId) => pinned.size > 0 && !pinned.has(keyId));
  let due = number - 1;
  while (due > 1 && due !== continues?.number && isNobodys(byNumber.get(due))) due -= 1;
  return due === continues?.number ? due : number - 1;
}

function checkContinues(
  chain: ChainSummary,
  due: number,
  before: ChainSummary | undefined,
  findings: Findings,
): void {
  const { continues } = chain;
  if (continues === undefined) return;
  const where = folderOf(chain);
  const what = 'check continues';
  if (chain.number === 1 || continues === null) {
    if (chain.number === 1 && continues !== null) {
      const found = `chain ${continues.number}`;
      findings.fail('CHAIN_BROKEN', where, { what, expected: 'none in the first chain', found });
    }
    if (chain.number > 1 && continues === null) {
      const expected = `chain ${due}${before?.logId === undefined ? '' : ` with log id ${before.logId}`}`;
      findings.fail('CHAIN_BROKEN', where, { what, expected, found: 'none' });
    }
    return;
  }
  if (continues.number !== due) {
    const expected = `chain ${due}`;
    findings.fail('CHAIN_BROKEN', where, { what, expected, found: `chain ${continues.number}` });
    return;
  }
  if (before !== undefined) compare(chain, continues, before, findings);
}

function compare(
  chain: ChainSummary,
  { logId, size, root }: NonNullable<ChainSummary['continues']>,
  before: ChainSummary,
  findings: Findings,
): void {
  const where = folderOf(chain);
  const what = 'check continues';
  if (before.logId !== undefined && before.logId !== logId) {
    findings.fail('REWRITTEN', where, { what, expected: `log id ${logId}`, found: before.logId });
    return;
  }
  if (size > before.size) {
    const [expected, found] = [`${size} records or more in chain ${before.number}`, String(before.size)];
    findings.fail('TRUNCATED', where, { what, expected, found, count: size - before.size });
    return;
  }
  const own = before.roots.get(size);
  if (own !== undefined && own !== root) {
    const expected = `root ${root} of the first ${size} records of chain ${before.number}`;
    findings.fail('REWRITTEN', where, { what, expected, found: own });
  }
  if (before.roots.has(size + 1)) {
    const message = `chain ${before.number} has records after the ${size} that chain ${chain.number} continues`;
    findings.note('continued', where, message);
  }
}

/**
 * Judges the chains that no trusted key signs. One that a trusted key continues, from the same root, is as it was then: it
 * only cannot be judged. Any other is a stranger's.
 */
export function checkStrangers(chains: readonly ChainSummary[], ring: KeyRing, findings: Findings): void {
  const byNumber = new Map(chains.map((chain) => [chain.number, chain]));
  for (const chain of chains) {
    const vouched = vouchedSize(chain, byNumber);
    const next = byNumber.get(chain.number + 1);
    const why = `they are as they were when chain ${chain.number + 1} began`;
    for (const stretch of chain.strangers) {
      const [before, after] = splitAt(stretch, vouched);
      if (before !== undefined) askForKey(chain, before, why, findings);
      if (after === undefined) continue;
      if (isInDoubt(chain, next)) askForKey(chain, after, UNREAD, findings);
      else accuse(chain, after, ring, findings);
    }
  }
}

/** How many of a stranger's records a trusted chain behind it has in its root. */
function vouchedSize(chain: ChainSummary, byNumber: ReadonlyMap<number, ChainSummary>): number {
  const next = byNumber.get(chain.number + 1);
  const said = next?.continues;
  if (next === undefined || said === undefined || said === null) return 0;
  const isSame =
    said.number === chain.number && said.logId === chain.logId && chain.roots.get(said.size) === said.root;
  // Its first record says what it continues.
  const isVouching = next.strangers.length === 0 || vouchedSize(next, byNumber) > 0;
  return isSame && isVouching ? said.size : 0;
}

/** Whether something that may not be read could vouch for the records. */
function isInDoubt(chain: ChainSummary, next: ChainSummary | undefined): boolean {
  return !chain.isWhole || chain.unread > 0 || (next !== undefined && next.unread > 0);
}

function splitAt(
  { keyId, first, last }: Stretch,
  size: number,
): readonly [before: Stretch | undefined, after: Stretch | undefined] {
  return [
    first < size ? { keyId, first, last: Math.min(last, size - 1) } : undefined,
    last >= size ? { keyId, first: Math.max(first, size), last } : undefined,
  ];
}
