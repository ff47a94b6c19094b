/** An answer as plain text with all there is: its first line, what it rests on, and its rows in columns, however wide. */
import type { Answer } from '../../answers/answer.ts';
import { type Cell, type Column, listText } from '../../answers/table.ts';
import { printable } from '../../evidence/printable.ts';
import { widthOf } from './terminal-text.ts';

const GAP = '  ';

/** Yields the text, line by line. Rows are gone through twice: once for their widths. */
export async function* toTextTable<Row>({
  question,
  standing,
  cover,
  table,
}: Answer<Row>): AsyncGenerator<string> {
  const { columns } = table;
  const widths = columns.map(({ title }) => widthOf(title));
  for await (const row of table.rows()) {
    for (const [index, text] of textsOf(row, columns).entries())
      widths[index] = Math.max(widths[index] ?? 0, widthOf(text));
  }
  yield `${printable(standing)}\n${question}\n\n`;
  const labelWidth = Math.max(0, ...cover.map(([label]) => label.length));
  for (const [label, text] of cover) yield `${label.padEnd(labelWidth)}${GAP}${printable(text)}\n`;
  yield `\n${line(
    columns.map(({ title }) => title),
    widths,
  )}\n`;
  for await (const row of table.rows()) yield `${line(textsOf(row, columns), widths)}\n`;
}

function textsOf<Row>(row: Row, columns: readonly Column<Row>[]): readonly string[] {
  return columns.map((column) => printable(cellText(column.value(row))));
}

/** Returns a cell as text: what is not known is a dash. */
function cellText(cell: Cell): string {
  if (cell === null) return '-';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'object' ? listText(cell) : String(cell);
}

const line = (texts: readonly string[], widths: readonly number[]) =>
  texts
    .map((text, index) => text + ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text))))
    .join(GAP)
    .trimEnd();
