/**
 * An answer as CSV (UTF-8 without a byte order mark). Its first line says what it rests on, as it stands; all after it is
 * RFC 4180: the header, then a row a line. `tail -n +2` leaves the table alone.
 */
import { stringify } from 'csv-stringify/sync';
import type { Answer } from '../../answers/answer.ts';
import { type Cell, listText } from '../../answers/table.ts';
import { withoutControls } from './stranger-text.ts';

/** A lone line feed or carriage return ends no line of ours, but one for many who read it. */
const OPTIONS = { record_delimiter: 'windows', quoted_match: /[\r\n]/ } as const;

/**
 * Where a cell begins, or would begin for whoever takes semicolons or tabs for the ends of cells, or a line break for the end
 * of a line: what a spreadsheet takes for a formula there, also in full width, and any apostrophes before it.
 */
const FORMULA = /(^|[;\t\r\n])( *)('*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;
const LEADING_SPACE = /^('*[\t\r])/;

/** Yields the lines. What is not known is an empty cell. */
export async function* toCsv<Row>({ standing, table }: Answer<Row>): AsyncGenerator<string> {
  const { columns } = table;
  const line = (cells: readonly string[]) => stringify([[...cells]], OPTIONS);
  yield `${firstLine(standing)}\r\n`;
  yield line(columns.map(({ key }) => key));
  for await (const row of table.rows()) yield line(columns.map((column) => cellText(column.value(row))));
}

/** As it stands in every output; only that nothing in it is a second line, or a formula after a comma. */
const firstLine = (standing: string) =>
  withoutControls(standing)
    .replace(/\s/g, ' ')
    .replace(/([,;] *)('*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g, "$1'$2");

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return withoutFormulas(withoutControls(typeof cell === 'object' ? listText(cell) : cell));
}

/** An apostrophe before whatever would be a formula; one of several is ours, so that it can be taken away again. */
const withoutFormulas = (text: string): string =>
  text.replace(FORMULA, "$1$2'$3").replace(LEADING_SPACE, "'$1");

/** Returns a cell of ours as it was before its apostrophes. */
export const withFormulas = (text: string): string =>
  text
    .replace(/^'('*[\t\r])/, '$1')
    .replace(/(^|[;\t\r\n])( *)'('*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g, '$1$2$3');
