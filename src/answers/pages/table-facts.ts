/** Tables of a page as plain data: columns, and rows of cells. */
import type { Cell, CellKind, Column } from '../table.ts';

/** More rows than anybody reads, and a page that opens in seconds: what is beyond is said, with where to get it. */
export const MOST_ROWS = 20_000;

export interface ColumnFacts {
  readonly key: string;
  readonly title: string;
  readonly kind: CellKind;
}

export interface TableFacts {
  readonly name: string;
  readonly columns: readonly ColumnFacts[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows more there are than `rows` has. */
  readonly cut: number;
}

/** Returns a table with the first rows of many; `total`: how many there are, where it is known already. */
export async function tableFacts<Row>(
  name: string,
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row>,
  most = MOST_ROWS,
): Promise<TableFacts> {
  const cells: Cell[][] = [];
  let total = 0;
  for await (const row of rows) {
    total += 1;
    if (cells.length < most) cells.push(columns.map((column) => column.value(row)));
  }
  return { name, columns: columns.map(columnFacts), rows: cells, cut: total - cells.length };
}

export const columnFacts = ({ key, title, kind }: ColumnFacts): ColumnFacts => ({ key, title, kind });

/** Returns what a row says in a column. */
export function cellOf({ columns }: Pick<TableFacts, 'columns'>, row: readonly Cell[], key: string): Cell {
  return row[columns.findIndex((column) => column.key === key)] ?? null;
}

/** Returns how many rows say what in a column, the most frequent first; null is not known. */
export function tallied(
  table: Pick<TableFacts, 'columns' | 'rows'>,
  key: string,
): readonly { readonly value: Cell; readonly count: number }[] {
  const counts = new Map<Cell, number>();
  for (const row of table.rows) {
    const value = cellOf(table, row, key);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count);
}
