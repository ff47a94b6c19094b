/** An answer as CSV (RFC 4180, UTF-8): its first line says what it rests on, then the header, then a row a line. */
import { stringify } from 'csv-stringify/sync';
import type { Answer } from '../../answers/answer.ts';
import { type Cell, listText } from '../../answers/table.ts';

/** A cell that a spreadsheet would take for a formula is text after an apostrophe. */
const OPTIONS = { escape_formulas: true, record_delimiter: 'windows' } as const;

/** Yields the lines. What is not there is an empty cell. */
export async function* toCsv<Row>({ standing, table }: Answer<Row>): AsyncGenerator<string> {
  const { columns } = table;
  const line = (cells: readonly string[]) => stringify([[...cells]], OPTIONS);
  yield line([standing]);
  yield line(columns.map(({ key }) => key));
  for await (const row of table.rows()) yield line(columns.map((column) => cellText(column.value(row))));
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? listText(cell) : String(cell);
}
