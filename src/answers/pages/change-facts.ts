/** What changed since the run before, with who made it where the audit trail says so. Plain data. */
import { resources } from '../../../schemas/resources/index.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { changes } from '../changes/changes.ts';
import type { LedgerCounts } from '../changes/ledger.ts';
import { inOrderOfTime, startOf } from '../changes/readings.ts';
import { nameOf, type SnapshotName } from '../population.ts';
import { type Standing, standingFrom } from './standing.ts';
import { type TableFacts, tableFacts } from './table-facts.ts';

export interface ChangeFacts {
  readonly since: SnapshotName;
  readonly standing: Standing;
  readonly counts: LedgerCounts;
  readonly ledger: TableFacts;
}

/** Rows of a ledger are long, and who reads more of them asks `changes`. */
const MOST_CHANGES = 5_000;

/**
 * Returns what changed between this run and the one that started before it; undefined where there is none, or the run's own
 * instant is not to be relied on.
 * @throws UnverifiedError NOT_VERIFIED; StoreError READ_FAILED
 */
export async function changeFacts(history: History, run: Run): Promise<ChangeFacts | undefined> {
  const runs = inOrderOfTime(history.runs.filter(({ isAhead }) => !isAhead));
  const before = runs[runs.indexOf(run) - 1];
  if (before === undefined || run.isExpired) return undefined;
  // Later runs have read more of the trail: the page of a run is to be the same whenever it is made.
  const known = { ...history, runs: history.runs.filter((each) => startOf(each) <= startOf(run)) };
  const scope = { kind: 'runs', fromMs: startOf(before), toMs: startOf(run) } as const;
  const { table, head } = await changes(known, { scope, definitions: resources });
  const gaps = head['gaps'] as readonly string[];
  return {
    since: nameOf(before),
    standing: standingFrom(gaps),
    counts: head['counts'] as LedgerCounts,
    ledger: await tableFacts('changes', table.columns, table.rows(), MOST_CHANGES),
  };
}
