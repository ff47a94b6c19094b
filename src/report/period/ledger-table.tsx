/** Rows of the ledger: what, when, who, and what explains it. */
import type { JSX } from 'preact';
import { cellOf, type TableFacts } from '../../answers/pages/table-facts.ts';
import type { Cell } from '../../answers/table.ts';
import { Instant } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { type PageColumn, Table } from '../page/table.tsx';
import { Text, Texts } from '../page/text.tsx';

interface LedgerTableProps {
  readonly facts: TableFacts;
  readonly caption: string;
  readonly none: string;
}

export function LedgerTable({ facts, caption, none }: LedgerTableProps): JSX.Element {
  return (
    <Table
      name={facts.name}
      caption={caption}
      none={none}
      rows={facts.rows}
      cut={{ count: facts.cut, where: 'segment-evidence changes --from --to has all of them.' }}
      columns={columnsOf(facts)}
    />
  );
}

type Row = readonly Cell[];

const columnsOf = (facts: TableFacts): readonly PageColumn<Row>[] => {
  const of = (key: string) => (row: Row) => cellOf(facts, row, key);
  const text = (key: string) => (row: Row) => String(of(key)(row) ?? '');
  return [...whatColumns(of, text), ...whoColumns(of, text)];
};

type CellOf = (key: string) => (row: Row) => Cell;
type TextOf = (key: string) => (row: Row) => string;

const whatColumns = (of: CellOf, text: TextOf): readonly PageColumn<Row>[] => [
  {
    title: 'Change',
    kind: 'text',
    value: (row) => `${text('resource')(row)} ${text('change')(row)}`,
    show: (row) => (
      <>
        {text('change')(row).replaceAll('-', ' ')}
        <br />
        <span class="quiet">{text('resource')(row)}</span>
      </>
    ),
  },
  {
    title: 'What',
    kind: 'text',
    value: (row) => text('name')(row) || text('id')(row),
    show: (row) => <What name={text('name')(row)} id={text('id')(row)} />,
  },
  {
    title: 'Fields',
    kind: 'list',
    value: (row) => listOf(of('fields')(row)),
    show: (row) => (
      <Fields
        fields={listOf(of('fields')(row))}
        before={listOf(of('before')(row))}
        after={listOf(of('after')(row))}
      />
    ),
  },
];

const whoColumns = (of: CellOf, text: TextOf): readonly PageColumn<Row>[] => [
  {
    title: 'When',
    kind: 'instant',
    value: (row) => text('at')(row) || text('not_after')(row),
    show: (row) => (
      <When at={text('at')(row)} after={text('not_before')(row)} before={text('not_after')(row)} />
    ),
  },
  {
    title: 'Who',
    kind: 'text',
    value: text('actor'),
    show: (row) =>
      text('actor')(row) === '' ? (
        <span class="unknown">{NOBODY[text('explanation')(row)] ?? 'not known'}</span>
      ) : undefined,
  },
  {
    title: 'Explained by',
    kind: 'list',
    value: of('explained_by'),
    show: (row) => <Events events={listOf(of('explained_by')(row))} />,
  },
];

const Events = ({ events }: { readonly events: readonly string[] }): JSX.Element =>
  events.length === 0 ? (
    <span class="quiet">–</span>
  ) : (
    <ul class="items">
      {events.map((event) => (
        <li>
          <Said value={event} />
        </li>
      ))}
    </ul>
  );

const NOBODY: Readonly<Record<string, string>> = {
  unexplained: 'nobody: no event tells',
  vendor: 'Segment’s own catalogue',
  'not-known': 'not known: the trail does not tell',
};

const listOf = (cell: Cell): readonly string[] => (Array.isArray(cell) ? (cell as readonly string[]) : []);

const What = ({ name, id }: { readonly name: string; readonly id: string }): JSX.Element =>
  name === '' ? (
    <Text value={id} />
  ) : (
    <>
      <Text value={name} />
      <br />
      <span class="quiet">
        <Text value={id} />
      </span>
    </>
  );

interface FieldsProps {
  readonly fields: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** `enabled`, as `/data/enabled` is called by who is no program. */
const fieldName = (pointer: string) => pointer.replace(/^\/data\//, '').replaceAll('/', ' › ');

const Fields = ({ fields, before, after }: FieldsProps): JSX.Element =>
  fields.length === 0 ? (
    <span class="quiet">–</span>
  ) : (
    <Texts
      values={fields.map(
        (field, index) => `${fieldName(field)}: ${before[index] ?? '?'} → ${after[index] ?? '?'}`,
      )}
    />
  );

const When = ({
  at,
  after,
  before,
}: {
  readonly at: string;
  readonly after: string;
  readonly before: string;
}) =>
  at === '' ? (
    <>
      after <Instant value={after} />, not after <Instant value={before} />
    </>
  ) : (
    <Instant value={at} />
  );
