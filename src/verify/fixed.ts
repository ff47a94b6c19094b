/**
 * Since when each record of a connection is fixed, and by whom. Pure. A stamp is over the signature of a record, and
 * each record holds the digest of the one before it: so the stamp fixes that record, all before it as far as the links
 * hold, and of the chain before what the first record says it continues. The earliest stamp of all that fix it counts.
 */
import type { ChainSummary } from './chain.ts';
import type { RecordRange } from './record-range.ts';

/** A valid time stamp. */
export interface FixedAt {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly accuracyMs: number;
  readonly authority: string;
}

/** What is remembered of a record: when it says it was written, and how its clock was. */
export interface DatedRecord {
  readonly recordedAtMs: number;
  /** By how much its clock was ahead of the server's; null: no answer told. */
  readonly skewMs: number | null;
  /** Nothing was read in that run. */
  readonly isFailed: boolean;
  /** Nothing was wrong with it, so that it vouches for the one before it. */
  readonly isSound: boolean;
}

/** Records of one chain by their number, in order; what could not be read is not among them. */
export interface DatedChain {
  readonly number: number;
  readonly records: ReadonlyMap<number, DatedRecord>;
  /** The earliest valid stamp of each record that has one. */
  readonly stamps: ReadonlyMap<number, FixedAt>;
}

/** Records in a row that one stamp fixed, or that nothing did. */
export interface FixedStretch extends RecordRange {
  readonly fixed: FixedAt | undefined;
}

/** A stamp of a later chain, which fixes the first records of this one too. */
interface Inherited {
  readonly number: number;
  readonly size: number;
  readonly fixed: FixedAt;
}

/** Returns the stretches of all chains, in order. `summaries`: what the walk left of the same chains. */
export function stretchesOf(
  chains: readonly DatedChain[],
  summaries: readonly ChainSummary[],
): readonly FixedStretch[] {
  const found: FixedStretch[] = [];
  let inherited: Inherited | undefined;
  for (const chain of [...chains].reverse()) {
    const own = inherited?.number === chain.number ? inherited : undefined;
    const { stretches, atStart } = stretchesOfChain(chain, own);
    found.unshift(...stretches);
    inherited = atStart === undefined ? undefined : passedOn(chain.number, atStart, summaries);
  }
  return found;
}

/** Returns the earlier of two stamps. */
export function earlier(one: FixedAt | undefined, other: FixedAt | undefined): FixedAt | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.atMs < one.atMs ? other : one;
}

/** From the last record to the first, since what is fixed later also fixes what was there before. */
function stretchesOfChain(
  { number, records, stamps }: DatedChain,
  inherited: Inherited | undefined,
): { readonly stretches: readonly FixedStretch[]; readonly atStart: FixedAt | undefined } {
  const stretches: FixedStretch[] = [];
  let fixed: FixedAt | undefined;
  let next: number | undefined;
  for (const [seq, { isSound }] of [...records].reverse()) {
    // Of what is missing between them no one knows what it held.
    if (next !== undefined && next !== seq + 1) fixed = undefined;
    if (seq + 1 === inherited?.size) fixed = earlier(fixed, inherited.fixed);
    fixed = earlier(fixed, stamps.get(seq));
    if (!isSound) fixed = undefined;
    extend(stretches, { chain: number, from: seq, to: seq, fixed });
    next = seq;
  }
  return { stretches: stretches.reverse(), atStart: next === 0 ? fixed : undefined };
}

/** Takes the record before those that are there. */
function extend(stretches: FixedStretch[], record: FixedStretch): void {
  const last = stretches.at(-1);
  if (last === undefined || last.from !== record.to + 1 || last.fixed !== record.fixed)
    stretches.push(record);
  else stretches[stretches.length - 1] = { ...last, from: record.from };
}

/** What a chain's first record says of the chain before it, where that is what lies there. */
function passedOn(number: number, fixed: FixedAt, summaries: readonly ChainSummary[]): Inherited | undefined {
  const continues = summaries.find((summary) => summary.number === number)?.continues ?? undefined;
  const before = summaries.find((summary) => summary.number === continues?.number);
  if (continues === undefined || before?.logId !== continues.logId) return undefined;
  if (before.roots.get(continues.size) !== continues.root) return undefined;
  return { number: continues.number, size: continues.size, fixed };
}
