/** A row for each connection: its newest snapshot, how that stands, what is open, what is missing, and what to do next. */
import type { JSX } from 'preact';
import { severities } from '../../../schemas/condition.ts';
import type { FleetFacts, FleetRow, ReadRow } from '../../answers/pages/site/fleet-facts.ts';
import { CONNECTION_PAGE, linkTo, snapshotPageOf } from '../../answers/pages/site/site-names.ts';
import { Badge, Fact, Instant, markOf, SEVERITY_MARKS, STATUS_MARKS } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { type PageColumn, Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import { Age } from './age.tsx';
import { ConnectionLink } from './connection-link.tsx';
import { ROW_MARKS } from './row-marks.ts';

export const FleetTable = ({ facts: { rows } }: { readonly facts: FleetFacts }): JSX.Element => (
  <div class="fleet">
    <Table name="fleet" caption="Connections" none="No connection is there." rows={rows} columns={COLUMNS} />
  </div>
);

const readOf = (row: FleetRow): ReadRow | undefined => (row.kind === 'read' ? row : undefined);

const COLUMNS: readonly PageColumn<FleetRow>[] = [
  { title: 'Connection', kind: 'text', value: ({ connection }) => connection, show: Named },
  {
    title: 'Standing',
    kind: 'text',
    value: ({ state }) => ROW_MARKS[state].word,
    show: ({ state }) => <Badge {...ROW_MARKS[state]} />,
  },
  {
    title: 'Newest snapshot',
    kind: 'instant',
    value: (row) => readOf(row)?.newest?.run.snapshot.startedAt ?? null,
    show: Newest,
  },
  {
    title: 'Conditions of the run',
    kind: 'list',
    value: (row) => severities.flatMap((each) => ((conditionsOf(row)[each] ?? 0) > 0 ? [each] : [])),
    show: Conditions,
  },
  checkColumn('Fails', 'fail'),
  checkColumn('To look at', 'warn'),
  checkColumn('Nobody can tell', 'indeterminate'),
  checkColumn('Holds', 'pass'),
  {
    title: 'Runs missing',
    kind: 'count',
    value: (row) => readOf(row)?.counts.missing ?? null,
    show: Missing,
  },
  { title: 'Next step', kind: 'list', value: ({ steps }) => steps, show: Next },
];

const at = ({ connection }: FleetRow, path: string) => `rows.${connection}.${path}`;

function Named(row: FleetRow): JSX.Element {
  const workspace = readOf(row)?.workspace?.name;
  return (
    <>
      <ConnectionLink row={row} />
      {workspace !== undefined && (
        <>
          <br />
          <span class="quiet">
            <Text value={workspace} />
          </span>
        </>
      )}
    </>
  );
}

function Newest(row: FleetRow): JSX.Element {
  const newest = readOf(row)?.newest ?? null;
  if (newest === null) return <span class="unknown">none that is verified</span>;
  const { run, ageHours } = newest;
  return (
    <>
      <a href={linkTo(row.connection, snapshotPageOf(run.snapshot.snapshotPath))}>
        <Instant value={run.snapshot.startedAt} />
      </a>
      <br />
      <Badge {...markOf(STATUS_MARKS, run.isExpired ? 'expired' : run.status)} />{' '}
      <span class="quiet">
        <Age at={at(row, 'newest.ageHours')} hours={ageHours} />
      </span>
    </>
  );
}

const conditionsOf = (row: FleetRow): Readonly<Partial<Record<string, number>>> =>
  readOf(row)?.newest?.conditions ?? {};

function Conditions(row: FleetRow): JSX.Element {
  if (readOf(row)?.newest === null || row.kind === 'unread') return <span class="unknown">not known</span>;
  const conditions = conditionsOf(row);
  const met = severities.filter((severity) => (conditions[severity] ?? 0) > 0);
  if (met.length === 0) return <span class="quiet">none</span>;
  return (
    <ul class="items">
      {met.map((severity) => (
        <li>
          <Fact at={at(row, `newest.conditions.${severity}`)} value={conditions[severity] ?? 0} />{' '}
          <Badge {...markOf(SEVERITY_MARKS, severity)} />
        </li>
      ))}
    </ul>
  );
}

function checkColumn(title: string, state: 'fail' | 'warn' | 'indeterminate' | 'pass'): PageColumn<FleetRow> {
  const value = (row: FleetRow) => readOf(row)?.newest?.counts?.[state] ?? null;
  return {
    title,
    kind: 'count',
    value,
    show: (row) =>
      row.kind === 'read' ? <Fact at={at(row, `newest.counts.${state}`)} value={value(row)} /> : <NotKnown />,
  };
}

const NotKnown = (): JSX.Element => (
  <span class="unknown">
    <span aria-hidden="true">?</span>
    <span class="hidden">not known</span>
  </span>
);

function Missing(row: FleetRow): JSX.Element {
  if (row.kind === 'unread') return <NotKnown />;
  const { missing, due } = row.counts;
  return (
    <>
      <Fact at={at(row, 'counts.missing')} value={missing} /> <span class="quiet">of</span>{' '}
      <Fact at={at(row, 'counts.due')} value={due} />
    </>
  );
}

function Next({ connection, steps }: FleetRow): JSX.Element {
  const [first] = steps;
  if (first === undefined) return <span class="quiet">none</span>;
  return (
    <>
      <Said value={first} />
      {steps.length > 1 && (
        <>
          {' '}
          <a href={linkTo(connection, CONNECTION_PAGE)}>and more</a>
        </>
      )}
    </>
  );
}
