/** Which records of which chains an export of a period has, and of which it has hashes alone. Pure. */
import type { ExportedChain } from '../../schemas/export-facts.ts';
import type { Run } from '../verify/read-history.ts';

export interface ExportPeriod {
  readonly from: string;
  readonly to: string;
}

export interface ExportScope {
  readonly chains: readonly ExportedChain[];
  /** Runs whose snapshots are in it, in the order of the chains. */
  readonly runs: readonly Run[];
  /** Of each chain, the record before the first of them, where there is one: it is there without its snapshot. */
  readonly before: readonly Run[];
  /** The runs of which only the hashes of their records are in it. */
  readonly earlier: readonly Run[];
}

/** Whether a run is of a period: of the slot that it fills, or of when it ran. */
export function isOfPeriod(
  { manifest: { run } }: Pick<Run, 'manifest'>,
  { from, to }: ExportPeriod,
): boolean {
  return isWithin(run.slot ?? run.startedAt, { from, to });
}

export function isWithin(instant: string, { from, to }: ExportPeriod): boolean {
  const at = Date.parse(instant);
  return at >= Date.parse(from) && at <= Date.parse(to);
}

/**
 * Returns what an export of a period has. A run between two of the period is in it, whenever it was: a chain has no holes.
 * Nothing of a chain after the last of them.
 */
export function scopeOf(all: readonly Run[], period: ExportPeriod): ExportScope {
  const chains: ExportedChain[] = [];
  const runs: Run[] = [];
  const before: Run[] = [];
  const earlier: Run[] = [];
  const lastChain = Math.max(
    ...all.filter((run) => isOfPeriod(run, period)).map(({ manifest }) => manifest.chain.number),
  );
  for (const [number, own] of byChain(all)) {
    if (number > lastChain) continue;
    const hits = own.filter((run) => isOfPeriod(run, period)).map(({ manifest }) => manifest.chain.seq);
    const [first, last] =
      hits.length === 0 ? [own.length, own.length] : [Math.min(...hits), Math.max(...hits)];
    const { logId } = own[0]?.manifest.chain ?? { logId: '' };
    const isBare = hits.length === 0;
    chains.push({ number, logId, first: isBare ? null : first, size: isBare ? own.length : last + 1 });
    for (const run of own) {
      const { seq } = run.manifest.chain;
      if (!isBare && seq >= first && seq <= last) runs.push(run);
      else if (!isBare && seq === first - 1) before.push(run);
      else if (seq < first) earlier.push(run);
    }
  }
  return { chains, runs, before, earlier };
}

function byChain(all: readonly Run[]): ReadonlyMap<number, readonly Run[]> {
  const chains = new Map<number, Run[]>();
  for (const run of all) {
    const { number } = run.manifest.chain;
    const own = chains.get(number) ?? [];
    own.push(run);
    chains.set(number, own);
  }
  return chains;
}
