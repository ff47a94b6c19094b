/**
 * What fixes a chain's records from outside its store. A chain alone is as good as whoever holds its key: it can be
 * made anew, or cut off, and still verify. What somebody kept elsewhere cannot, and a receipt or a time stamp of one
 * record fixes all before it, also those of the chains that its chain continues.
 */
import type { ChainSummary } from './chain.ts';
import type { Findings } from './failure.ts';

/** The first records of a chain, which something outside the store fixes. */
export interface Fixing {
  /** Number of the chain. */
  readonly chain: number;
  /** How many of its records, from the first on. */
  readonly records: number;
}

/** A receipt that the verifier was given and that holds. */
export interface HeldReceipt extends Fixing {
  /** Where it came from. */
  readonly receipt: string;
}

/** Records that lie behind each other in a chain. */
export interface Stretch {
  readonly chain: number;
  readonly from: number;
  readonly to: number;
}

export interface Outside {
  readonly receipts: readonly HeldReceipt[];
  /** Records that nothing outside the store fixes. */
  readonly uncovered: readonly Stretch[];
}

/** Returns what fixes the chains of one connection. `fixings`: all there are, receipts among them. */
export function outsideOf(
  chains: readonly ChainSummary[],
  receipts: readonly HeldReceipt[],
  fixings: readonly Fixing[],
): Outside {
  return { receipts, uncovered: uncoveredBy(fixings, chains) };
}

function uncoveredBy(fixings: readonly Fixing[], chains: readonly ChainSummary[]): readonly Stretch[] {
  const fixed = new Map<number, number>();
  const fix = ({ chain, records }: Fixing) => fixed.set(chain, Math.max(records, fixed.get(chain) ?? 0));
  for (const fixing of fixings) fix(fixing);
  // A chain's first record holds the root of the chain that it continues.
  for (const { number, continues } of chains.toReversed()) {
    if (fixed.has(number) && continues?.number === number - 1) {
      fix({ chain: continues.number, records: continues.size });
    }
  }
  return chains.flatMap(({ number, size }) => {
    const from = fixed.get(number) ?? 0;
    return from < size ? [{ chain: number, from, to: size - 1 }] : [];
  });
}

/** Notes which records nothing outside fixes, and what to do about it. No fault of theirs. */
export function noteUncovered(where: string, { uncovered }: Outside, findings: Findings): void {
  if (uncovered.length === 0) return;
  const which = uncovered.map(describeStretch).join(' and ');
  findings.note('nothing-outside', where, `nothing outside the store fixes ${which}: ${WHY}; ${TODO}`);
}

const WHY = 'whoever holds the key can make them anew, or cut them off, unseen';
const TODO =
  'keep receipts somewhere else and give them with --receipt, or have the records stamped by an authority';

/** Returns records in words. */
export function describeStretch({ chain, from, to }: Stretch): string {
  const records = from === to ? `record ${from}` : `records ${from} to ${to}`;
  return `${records} of chain ${chain}`;
}
