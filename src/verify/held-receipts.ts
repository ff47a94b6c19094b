/**
 * Receipts that the verifier kept, held against what the stores hold. A receipt belongs to the chain of its log id in
 * the place that its records name: the old chain, parked beside the one that replaced it, satisfies no receipt.
 */
import type { ChainSummary } from './chain.ts';
import type { Findings } from './failure.ts';
import type { HeldReceipt } from './outside.ts';
import {
  contradictions,
  type GivenReceipt,
  isOutOfSight,
  type Receipt,
  readReceipt,
  reportOutOfSight,
  reportUnknownLog,
  type Walked,
} from './receipts.ts';

/** One store: what was walked in it, and where to report. */
export interface WalkedStore {
  readonly walked: Walked;
  readonly findings: Findings;
  /** Connections whose evidence the configuration keeps in another store: what is here of them is a copy. */
  readonly elsewhere: readonly string[];
  /** It has a part of its chains, and says which: what is not in it may be elsewhere. */
  readonly isExport: boolean;
  /** Where the store is: a folder's path or an s3:// address. */
  readonly location: string;
}

/** Holds each receipt against all stores. Returns the receipts that hold, by the chain that they hold of. */
export function checkReceipts(
  receipts: readonly GivenReceipt[],
  stores: readonly WalkedStore[],
): ReadonlyMap<ChainSummary, readonly HeldReceipt[]> {
  const held = new Map<ChainSummary, readonly HeldReceipt[]>();
  for (const given of receipts) {
    const [first] = stores;
    const receipt = first === undefined ? undefined : readReceipt(given, first.findings);
    const chain = receipt === undefined ? undefined : holderOf(receipt, given.where, stores);
    if (receipt === undefined || chain === undefined) continue;
    const home = stores.find(({ location }) => liesIn(location, given.path));
    if (home !== undefined) {
      home.findings.note('nothing-outside', given.where, IN_STORE);
      continue;
    }
    const own = { receipt: given.where, chain: chain.number, records: receipt.size };
    held.set(chain, [...(held.get(chain) ?? []), own]);
  }
  return held;
}

const IN_STORE =
  'this receipt lies in the store itself: it holds, and fixes nothing, since it can be made anew with the records; keep receipts elsewhere';

/** Among the evidence itself, or in the folder of receipts of a connection that was copied out. */
function liesIn(location: string, path = ''): boolean {
  const inside = path.startsWith(location) ? path.slice(location.length) : '';
  return /^[/\\]*(?:segment-evidence|receipts)[/\\]/.test(inside);
}

/** Returns the chain that satisfies a receipt; reports where none does. */
function holderOf(receipt: Receipt, where: string, stores: readonly WalkedStore[]): ChainSummary | undefined {
  const candidates = stores.flatMap((store) => inPlace(store, receipt).map((chain) => ({ store, chain })));
  const judged = candidates.map((each) => ({ ...each, problems: contradictions(receipt, each.chain) }));
  // Whoever adds a chain of the same log id takes nothing from the one that is right.
  const good = judged.find(({ problems }) => problems.length === 0);
  if (good !== undefined) return good.chain.roots.has(receipt.size) ? good.chain : undefined;
  const [own] = judged;
  const dim = (own === undefined ? stores : [own.store]).filter(({ walked }) =>
    isOutOfSight(receipt, walked),
  );
  for (const { findings } of dim) reportOutOfSight(receipt, where, findings);
  if (dim.length > 0) return undefined;
  for (const [code, problem] of own?.problems ?? []) {
    if (code === 'TRUNCATED' && own?.store.isExport === true)
      reportBeyond(receipt, where, own.store.findings);
    else own?.store.findings.fail(code, where, problem);
  }
  for (const { walked, findings, isExport } of own === undefined ? stores : []) {
    if (isExport) reportBeyond(receipt, where, findings);
    else reportUnknownLog(receipt, where, walked.chains, findings);
  }
  return undefined;
}

function inPlace(
  { walked, elsewhere, isExport }: WalkedStore,
  { logId, size, root }: Receipt,
): readonly ChainSummary[] {
  // Of a chain that an export has no record of, hashes show its root and nothing its log id.
  const isShown = (chain: ChainSummary) =>
    isExport && chain.logId === undefined && chain.records === 0 && chain.roots.get(size) === root;
  return walked.chains.filter(
    (chain) =>
      (chain.logId === logId || isShown(chain)) && chain.isInPlace && !elsewhere.includes(chain.connection),
  );
}

/** An export ends where its period does: a receipt of later records says nothing against it, and is not held against it. */
function reportBeyond({ size, logId }: Receipt, where: string, findings: Findings): void {
  findings.fail('NOTHING_THERE', where, {
    what: 'check receipt',
    expected: `${size} records of log id ${logId}`,
    found:
      'an export that has not so many of it; hold it against the store, or against an export of a later period',
  });
}
