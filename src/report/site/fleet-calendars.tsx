/** The calendars of all connections one below the other, a column for each day of the period. */
import type { JSX } from 'preact';
import { NO_SCHEDULE, worstOf } from '../../answers/pages/period/slot-facts.ts';
import { type Columns, columnsOf, type TimeColumn } from '../../answers/pages/period/time-columns.ts';
import type { FleetFacts, FleetRow, ReadRow } from '../../answers/pages/site/fleet-facts.ts';
import { type Standing, standingFrom } from '../../answers/pages/standing.ts';
import { Matrix } from '../charts/matrix.tsx';
import { Fact, type Mark, markOf, STATUS_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import type { PageView } from '../page/view.tsx';
import { ConnectionLink } from './connection-link.tsx';

/** So many are drawn; the table beside has all. */
const DRAWN = 60;
const UNREAD: Mark = { tone: 'unknown', sign: '∅', word: 'not read' };

export function calendarsView(facts: FleetFacts): PageView {
  const { rows, counts } = facts;
  return {
    id: 'calendars',
    title: 'Calendars',
    question: 'Which runs were due on which day, and what became of them?',
    standing: standingOf(facts),
    nav: { at: 'counts.missing', value: counts.missing },
    body: rows.length === 0 ? null : <Calendars facts={facts} />,
  };
}

function standingOf({ rows, counts }: FleetFacts): Standing {
  const unread = rows.filter(({ kind }) => kind === 'unread').map(({ connection }) => connection);
  const read = rows.filter((row) => row.kind === 'read');
  const some = (why: string, isSo: (row: ReadRow) => boolean) => {
    const found = read.filter(isSo).length;
    return found === 0 ? [] : [`${found} of ${counts.connections} connections: ${why}`];
  };
  return standingFrom([
    ...(unread.length === 0 ? [] : [`nothing is known of ${unread.join(', ')}`]),
    ...some('not every run that was due is complete', ({ counts: { due, complete } }) => due > complete),
    ...some('nobody looked for a part of the time', (row) => row.counts.uncovered > 0),
    ...some(NO_SCHEDULE, (row) => row.counts.due === 0),
  ]);
}

function Calendars({ facts: { rows } }: { readonly facts: FleetFacts }): JSX.Element {
  const columns = daysOf(rows);
  if (columns.wide.length === 0)
    return (
      <>
        <p class="empty">No schedule says which runs were due in this period.</p>
        <CountTable rows={rows} />
      </>
    );
  return (
    <>
      <Matrix
        id="fleet-calendar"
        title="Each connection on each day"
        description={`${rows.length} connections: a day with several runs shows the worst of them. Where nothing was due it is empty, and what cannot be read is hatched.`}
        columns={columns}
        isHole={() => false}
        rows={rows.slice(0, DRAWN).map((row) => ({
          label: row.connection,
          cell: (column) => cellOf(row, column),
        }))}
        table={<CountTable rows={rows} />}
      />
      {rows.length > DRAWN && <p class="cut">The others, of which fewer need somebody, are in the table.</p>}
    </>
  );
}

/** Without their own signs: what is wrong is said in the rows. */
function daysOf(rows: readonly FleetRow[]): Columns {
  const days = new Set(rows.flatMap((row) => (row.kind === 'read' ? row.days.map(({ day }) => day) : [])));
  const all = [...days].map((day) => ({ day, state: 'complete' as const, says: '' }));
  return columnsOf([], { days: all });
}

function cellOf(row: FleetRow, { from, to }: TimeColumn): Mark | null {
  if (row.kind === 'unread') return UNREAD;
  const states = row.days.flatMap(({ day, state }) => (day >= from && day <= to ? [state] : []));
  return states.length === 0 ? null : markOf(STATUS_MARKS, worstOf(states));
}

const COUNTED = ['due', 'complete', 'partial', 'failed', 'missing', 'expired'] as const;
const TITLES = {
  due: 'Due',
  complete: 'Complete',
  partial: 'Partial',
  failed: 'Failed',
  missing: 'Missing',
  expired: 'Files gone',
} as const;

const CountTable = ({ rows }: { readonly rows: readonly FleetRow[] }): JSX.Element => (
  <Table
    name="fleet-calendar"
    caption="Runs that were due, by connection"
    rows={rows}
    columns={[
      {
        title: 'Connection',
        kind: 'text',
        value: ({ connection }) => connection,
        show: (row) => <ConnectionLink row={row} />,
      },
      ...COUNTED.map((key) => ({
        title: TITLES[key],
        kind: 'count' as const,
        value: (row: FleetRow) => (row.kind === 'read' ? row.counts[key] : null),
        show: (row: FleetRow) =>
          row.kind === 'read' ? (
            <Fact at={`rows.${row.connection}.counts.${key}`} value={row.counts[key]} />
          ) : undefined,
      })),
    ]}
  />
);
