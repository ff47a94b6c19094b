/** The numbers behind a trend: a row for each run, and one for each that is missing. */
import type { JSX } from 'preact';
import type { SlotFacts } from '../../answers/pages/period/slot-facts.ts';
import { Badge, markOf, numberText, STATUS_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import type { TrendRun, TrendValues } from './trend.ts';

interface TrendTableProps {
  readonly id: string;
  readonly title: string;
  readonly series: readonly { readonly key: string; readonly title: string }[];
  readonly runs: readonly TrendRun[];
  readonly calendar: Pick<SlotFacts, 'slots' | 'days'>;
}

interface Row {
  readonly at: string;
  readonly seq: number | null;
  readonly state: string;
  readonly values: TrendValues;
  readonly isLeast: boolean;
}

export const TrendTable = ({ id, title, series, runs, calendar }: TrendTableProps): JSX.Element => (
  <Table
    name={id}
    caption={title}
    rows={rowsOf(runs, calendar)}
    columns={[
      { title: 'Begun, or due', kind: 'instant', value: ({ at }) => at },
      {
        title: 'Run',
        kind: 'text',
        value: ({ state }) => state,
        show: ({ state }) => <Badge {...markOf(STATUS_MARKS, state)} />,
      },
      {
        title: 'Record',
        kind: 'count',
        value: ({ seq }) => seq,
        show: ({ seq }) => (seq === null ? <span class="quiet">none</span> : undefined),
      },
      ...series.map((each) => ({
        title: each.title,
        kind: 'count' as const,
        value: ({ values }: Row) => values?.[each.key] ?? null,
        show: ({ values, isLeast }: Row) =>
          values !== null && isLeast ? (
            <>
              <span class="least">at least</span> {numberText(values[each.key] ?? 0)}
            </>
          ) : undefined,
      })),
    ]}
  />
);

function rowsOf(runs: readonly TrendRun[], { slots, days }: TrendTableProps['calendar']): readonly Row[] {
  const hole = (at: string): Row => ({ at, seq: null, state: 'missing', values: null, isLeast: false });
  const due = new Set(slots.map(({ slot }) => slot.slice(0, 10)));
  return [
    ...runs.map(({ startedAt, seq, status, values, isLeast }) => ({
      at: startedAt,
      seq,
      state: status,
      values,
      isLeast,
    })),
    ...slots.flatMap(({ slot, state }) => (state === 'missing' ? [hole(slot)] : [])),
    // Nobody looked, and no schedule says when somebody should have.
    ...days.flatMap(({ day, state }) => (state === 'missing' && !due.has(day) ? [hole(day)] : [])),
  ].toSorted((one, other) => (one.at < other.at ? -1 : 1));
}
