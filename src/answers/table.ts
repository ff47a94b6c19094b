/** What every output is made from: rows that can be gone through again and again, and what each column says of a row. */

/** `null`: not known, or there is none. An empty list: known to be none. A list is in the order in which it is shown. */
export type Cell = string | number | boolean | null | readonly string[];

export type CellKind = 'text' | 'count' | 'flag' | 'instant' | 'list';

export interface Column<Row> {
  /** Of CSV and SQL: snake_case, unique in its table. */
  readonly key: string;
  /** For a person, in a table or a workbook; unique in its table too. */
  readonly title: string;
  readonly kind: CellKind;
  /** Of a column that a reader fills in: what may stand there. A workbook offers it. */
  readonly choices?: readonly string[];
  /**
   * On a terminal: `detail` is for who asks for all of it; `if-any` is not missed where it is empty, since most rows have
   * none. Every other output has all of it.
   */
  readonly onTerminal?: 'detail' | 'if-any';
  value(row: Row): Cell;
}

export interface Table<Row = unknown> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** Yields the rows anew each time it is called, in the same order. Never all of them at once. */
  rows(): AsyncIterable<Row>;
}

/** An empty list in outputs that know no lists: an empty cell is for what is not known. */
export const NONE = '(none)';

/** Returns the members that are shown of a list. A stranger's name never is the word for none. */
export const shownMembers = (cells: readonly string[]): readonly string[] => {
  if (cells.length === 0) return [NONE];
  return cells.length === 1 && cells[0] === NONE ? [`"${NONE}"`] : cells;
};

/** Returns the text that a list is in outputs that know no lists. */
export const listText = (cells: readonly string[]): string => shownMembers(cells).join('; ');
