/** What is drawn of runs over time. Pure. */
import type { RunName } from '../../answers/pages/period/period-runs.ts';
import type { SlotFacts } from '../../answers/pages/period/slot-facts.ts';
import type { Columns, TimeColumn } from '../../answers/pages/period/time-columns.ts';
import { columnText } from './time-axis.tsx';

/** null: nobody knows it. */
export type TrendValues = Readonly<Record<string, number>> | null;

export interface TrendRun extends RunName {
  readonly values: TrendValues;
  /** There may be more. */
  readonly isLeast: boolean;
}

export interface TrendProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly columns: Columns;
  readonly runs: readonly TrendRun[];
  readonly calendar: Pick<SlotFacts, 'slots' | 'days'>;
}

export interface Shown {
  readonly column: TimeColumn;
  /** Whose numbers it shows, which is the last one; undefined: it is a hole. */
  readonly run: TrendRun | undefined;
}

export const shownIn = (columns: readonly TimeColumn[], runs: readonly TrendRun[]): readonly Shown[] =>
  columns.map((column) => ({ column, run: runs[column.runs.at(-1) ?? -1] }));

/** Returns the places of the columns that have no number. */
export const holesIn = (shown: readonly Shown[]): readonly number[] =>
  shown.flatMap(({ run }, place) => ((run?.values ?? null) === null ? [place] : []));

/** Returns why there is no number in a column. */
export function holeText({ column, run }: Shown): string {
  const why = run === undefined ? 'no run, so nobody knows' : `not known of record ${run.seq}`;
  return `${columnText(column)}: ${why}`;
}
