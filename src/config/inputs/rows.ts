/** Rows of a company's file as what is kept of them, and all that is wrong with it, each with its place. */
import type { InputName } from '../../../schemas/input-entry.ts';
import { type ReadCell, Unfit } from './cells.ts';
import { COLUMNS, type Column, countKnown, placesIn } from './columns.ts';
import { type CsvPlace, type CsvProblem, type CsvRow, readCsv } from './csv.ts';

/** Values of a row by the names of its columns; a cell that is empty is not there. */
export interface InputRow {
  readonly kind: 'row';
  readonly values: Readonly<Record<string, unknown>>;
  /** Where the value of a column stands. */
  placeOf(column: string): CsvPlace;
}

export interface RowProblem extends CsvProblem {
  readonly kind: 'problem';
}

/** A roster is of a whole company; of anything else more than this is another file. */
const MOST_ROWS = { roster: 1_000_000, other: 100_000 };

/** Yields the rows of a file, and whatever does not fit. One that has no header has nothing else. */
export async function* readRows(name: InputName, text: string): AsyncGenerator<InputRow | RowProblem> {
  const columns = COLUMNS[name];
  const rows = await readCsv(text, (header) => countKnown(header, columns));
  if ('message' in rows) return yield { kind: 'problem', ...rows };
  let reader: ((row: CsvRow) => readonly (InputRow | RowProblem)[]) | undefined;
  let count = 0;
  for (const row of rows) {
    // A spreadsheet leaves rows behind that have nothing in them.
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    if (reader === undefined) {
      const problems = headerProblems(row, columns);
      if (problems.length > 0) return yield* problems;
      reader = rowReader(row.cells, columns);
      continue;
    }
    count += 1;
    const most = name === 'roster' ? MOST_ROWS.roster : MOST_ROWS.other;
    if (count > most) return yield problemAt(row, 0, `expected at most ${most} rows, got more`);
    yield* reader(row);
  }
  const first = { kind: 'problem', line: 1, column: 1 } as const;
  if (reader === undefined)
    yield { ...first, message: `expected a header with ${namesOf(columns)}, got nothing` };
  else if (count === 0 && name === 'roster')
    // Nobody works nowhere: so an export looks that has failed.
    yield { ...first, message: 'expected at least one person, got none; is the export whole?' };
}

const namesOf = (columns: readonly Column[]) => columns.map(({ name }) => name).join(', ');

const problemAt = (row: CsvRow, cell: number, message: string): RowProblem => ({
  kind: 'problem',
  ...row.placeOf(cell),
  message,
});

function headerProblems(header: CsvRow, columns: readonly Column[]): readonly RowProblem[] {
  const places = placesIn(header.cells, columns);
  return columns.flatMap(({ name, isRequired }) => {
    const [first, second] = places.get(name) ?? [];
    if (second !== undefined) return [problemAt(header, second, `expected one column ${name}, got two`)];
    if (first !== undefined || isRequired !== true) return [];
    const message = `expected a column ${name}, got none; columns are ${namesOf(columns)}`;
    return [problemAt(header, 0, message)];
  });
}

function rowReader(
  header: readonly string[],
  columns: readonly Column[],
): (row: CsvRow) => readonly (InputRow | RowProblem)[] {
  const places = placesIn(header, columns);
  const cells = columns.flatMap((column) => {
    const index = places.get(column.name)?.[0];
    return index === undefined ? [] : [{ ...column, index }];
  });
  return (row) => {
    const found = row.cells.length;
    const extra = row.cells.findIndex((cell, index) => index >= header.length && cell.trim() !== '');
    // Of a row that is cut, or has a separator too many, nobody knows which cell is which.
    if (found < header.length || extra !== -1)
      return [problemAt(row, Math.max(0, extra), `expected ${header.length} cells, got ${found}`)];
    const values: Record<string, unknown> = {};
    const problems: RowProblem[] = [];
    for (const { name, read, index, isRequired } of cells) {
      const value = readCell(row.cells[index] ?? '', read, isRequired === true);
      if (value instanceof Unfit) problems.push(problemAt(row, index, `${name}: ${value.message}`));
      else if (value !== undefined) values[name] = value;
    }
    return problems.length > 0
      ? problems
      : [{ kind: 'row', values, placeOf: (name) => row.placeOf(places.get(name)?.[0] ?? 0) }];
  };
}

function readCell(cell: string, read: ReadCell, isRequired: boolean): unknown {
  const trimmed = cell.trim();
  if (trimmed !== '') return read(trimmed);
  return isRequired ? new Unfit('a value', 'an empty cell') : undefined;
}
