/** Views whose rows are plain: each column is a cell of what a row is made from, and the row in JSON has the same cells. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { everyText, flagAt, listAt, numberAt, pairsOf, textAt } from '../../evidence/records/fields.ts';
import type { Cell, CellKind } from '../table.ts';
import { sql } from './fields-sql.ts';
import {
  type Reader,
  type Tally,
  toView,
  type View,
  type ViewInput,
  type ViewRow,
  type ViewSql,
} from './view.ts';

export interface FlatColumn<Item, Joins> {
  readonly key: string;
  readonly title: string;
  readonly kind: CellKind;
  of(item: Item, joins: Joins): Cell;
  /** Over `ViewSql.from`. What could not be read at all is NULL there. */
  readonly sql: string | ((reader: Reader) => string);
}

export interface FlatView<Item extends ViewRow, Joins> {
  readonly name: string;
  readonly question: string;
  readonly noun: readonly [one: string, many: string];
  readonly inputs: readonly [ViewInput, ...ViewInput[]];
  /** The first one is the id. */
  readonly columns: readonly FlatColumn<Item, Joins>[];
  /** Over the cells of a row. */
  readonly tallies: readonly Tally<FlatRow>[];
  /** Reads what each row needs of other resources. */
  join(reader: Reader): Promise<Joins>;
  items(reader: Reader, joins: Joins): AsyncIterable<Item>;
  /** How many items there are, where it is known without going through them. */
  total?(reader: Reader): number | undefined;
  readonly sql: (reader: Reader) => ViewSql;
  gaps?(joins: Joins): readonly string[];
  notes?(reader: Reader, joins: Joins): readonly string[];
  uncovered?(reader: Reader): readonly string[];
}

/** A row as the JSON has it: a member for each column. */
export type FlatRow = ViewRow & Readonly<Record<string, Cell>>;

/** `source_name` is `sourceName` in JSON. */
export const memberOf = (key: string) =>
  key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Returns the view of plain rows. */
export function flatView<Item extends ViewRow, Joins>(flat: FlatView<Item, Joins>): View {
  const { name, question, noun, inputs, tallies } = flat;
  const { columns } = flat;
  const members = columns.map(({ key }) => memberOf(key));
  return toView<FlatRow>({
    name,
    question,
    noun,
    inputs,
    tallies,
    columns: columns.map(({ key, title, kind, sql: expression }, index) => {
      const member = members[index] ?? '';
      return { key, title, kind, value: (row) => row[member] ?? null, sql: expression };
    }),
    prepare: async (reader) => {
      const joins = await flat.join(reader);
      return {
        rows: async function* () {
          for await (const item of flat.items(reader, joins)) {
            const row: Record<string, Cell> = {};
            for (const [index, column] of columns.entries())
              row[members[index] ?? ''] = column.of(item, joins);
            yield row as FlatRow;
          }
        },
        total: flat.total?.(reader),
        gaps: flat.gaps?.(joins) ?? [],
        notes: flat.notes?.(reader, joins) ?? [],
        uncovered: flat.uncovered?.(reader) ?? [],
      };
    },
    sql: flat.sql,
  });
}

/** Counts the rows with a value in a cell. */
export const withCell = (what: Tally<FlatRow>['what'], member: string, value: Cell): Tally<FlatRow> => ({
  what,
  has: ({ [member]: cell = null }) => (cell === null ? null : cell === value),
});

/** Counts the rows by whether a list has something in it. */
export const withList = (
  what: Tally<FlatRow>['what'],
  member: string,
  expected: 'filled' | 'empty',
): Tally<FlatRow> => ({
  what,
  has: ({ [member]: cell }) => (Array.isArray(cell) ? cell.length > 0 === (expected === 'filled') : null),
});

/** Counts the rows with more than so much in a cell. */
export const withMore = (what: Tally<FlatRow>['what'], member: string, than: number): Tally<FlatRow> => ({
  what,
  has: ({ [member]: cell }) => (typeof cell === 'number' ? cell > than : null),
});

/** What is switched on, and what is not. */
export const switched: readonly Tally<FlatRow>[] = [
  withCell('enabled', 'enabled', true),
  withCell('switched off', 'enabled', false),
];

/** One row for each record, in the order in which they were sealed. */
export const eachRecordOf = (resource: string) => ({
  items: (reader: Reader): AsyncIterable<StoredRecord> => reader.records(resource),
  total: (reader: Reader): number | undefined => reader.count(resource),
});

interface WithData {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Returns columns of members of `data`, by their dotted path; `table`: the alias of the records in SQL. */
export function columnsOf(table: string) {
  const data = `${table}.data`;
  const column =
    (
      kind: CellKind,
      of: (data: unknown, path: string) => Cell,
      toSql: (path: string, of: string) => string,
    ) =>
    (key: string, title: string, path: string = key): FlatColumn<WithData, unknown> => ({
      key,
      title,
      kind,
      of: (item) => of(item.data, path),
      sql: toSql(path, data),
    });
  return {
    id: (title: string): FlatColumn<ViewRow, unknown> => ({
      key: 'id',
      title,
      kind: 'text',
      of: ({ id }) => id,
      sql: `${table}.id`,
    }),
    text: column('text', textAt, sql.text),
    instant: column('instant', textAt, sql.text),
    flag: column('flag', flagAt, sql.flag),
    number: column('count', numberAt, sql.number),
    pairs: column('list', (given, path) => pairsOf(listAt(given, path)), sql.pairs),
    /** Every text under a name, anywhere in the settings. */
    facts: (key: string, title: string, name: string): FlatColumn<WithData, unknown> => ({
      key,
      title,
      kind: 'list',
      of: (item) => everyText(item.data['settings'], name),
      sql: sql.everyText('settings', name, data),
    }),
  };
}
