/**
 * What fixes a chain's records from outside its store. A chain alone is as good as whoever holds its key: it can be
 * made anew, or cut off, and still verify. What somebody kept elsewhere cannot, and a receipt or a time stamp of one
 * record fixes all before it, also those of the chains that its chain continues.
 */
import type { ChainSummary } from './chain.ts';
import type { Findings } from './failure.ts';
import { describeRange, type RecordRange, without } from './record-range.ts';

/** A receipt that the verifier was given and that holds. */
export interface HeldReceipt {
  /** Where it came from. */
  readonly receipt: string;
  /** Number of the chain. */
  readonly chain: number;
  /** How many of its records the receipt fixes, from the first on. */
  readonly records: number;
}

export interface Outside {
  readonly receipts: readonly HeldReceipt[];
  /** Records that nothing outside the store fixes. */
  readonly uncovered: readonly RecordRange[];
}

/** Returns what fixes the chains of one connection. `stamped`: the records that time stamps fix. */
export function outsideOf(
  chains: readonly ChainSummary[],
  receipts: readonly HeldReceipt[],
  stamped: readonly RecordRange[],
): Outside {
  const fixed = [...fixedByReceipts(chains, receipts), ...stamped];
  const uncovered = chains.flatMap(({ number, size }) =>
    fixed
      .filter(({ chain }) => chain === number)
      .reduce(without, size === 0 ? [] : [{ chain: number, from: 0, to: size - 1 }]),
  );
  return { receipts, uncovered };
}

/** A chain's first record holds the root of the chain that it continues: what fixes that record fixes those too. */
function fixedByReceipts(
  chains: readonly ChainSummary[],
  receipts: readonly HeldReceipt[],
): readonly RecordRange[] {
  const sizes = new Map<number, number>();
  const fix = (chain: number, records: number) => sizes.set(chain, Math.max(records, sizes.get(chain) ?? 0));
  for (const { chain, records } of receipts) fix(chain, records);
  for (const { number, continues } of chains.toReversed()) {
    if (sizes.has(number) && continues?.number === number - 1) fix(continues.number, continues.size);
  }
  return [...sizes].map(([chain, records]) => ({ chain, from: 0, to: records - 1 }));
}

/** Notes which records nothing outside fixes, and what to do about it. No fault of theirs. */
export function noteUncovered(where: string, { uncovered }: Outside, findings: Findings): void {
  if (uncovered.length === 0) return;
  const which = uncovered.map(describeRange).join(' and ');
  findings.note('nothing-outside', where, `nothing outside the store fixes ${which}: ${WHY}; ${TODO}`);
}

const WHY = 'this is no fault, but whoever holds the key could make them anew, or cut them off, unseen';
const TODO =
  'keep receipts elsewhere and give them with --receipt, or have the records stamped and name the authority with --tsa';
