/** Answers read back from each of their outputs, as who has only the file would read them. */
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import type { Answer } from '../../src/answers/answer.ts';
import type { Cell, CellKind, Table } from '../../src/answers/table.ts';
import { toCsv } from '../../src/report/export/csv.ts';
import { toJson } from '../../src/report/export/json.ts';
import { toTextTable } from '../../src/report/export/text-table.ts';
import { toXlsx } from '../../src/report/export/xlsx.ts';

/** Every cell as text, row by row; what is not known is empty, and a list that is known to have no members says so. */
export type Texts = readonly (readonly string[])[];

export interface ReadBack {
  readonly firstLine: string;
  readonly cells: Texts;
}

export async function wholeText(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

export async function wholeBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  for await (const chunk of chunks) kept.push(chunk);
  return Buffer.concat(kept);
}

/** Returns every output of an answer, read back. */
export async function readBackAll(answer: Answer): Promise<Readonly<Record<string, ReadBack>>> {
  return {
    table: readTable(await wholeText(toTextTable(answer)), answer.table),
    json: readJson(await wholeText(toJson(answer)), answer),
    csv: readCsv(await wholeText(toCsv(answer)), answer.table),
    xlsx: await readWorkbook(await wholeBytes(toXlsx(answer)), 1, answer.table),
  };
}

/** Returns the cells of an answer itself. */
export async function cellsOf({ rows, columns }: Table): Promise<Texts> {
  const cells: string[][] = [];
  for await (const row of rows()) cells.push(columns.map((column) => textOf(column.value(row), column.kind)));
  return cells;
}

/** One text for each cell, whatever an output calls it. */
function textOf(cell: Cell, kind: CellKind): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.length === 0 ? '(none)' : cell.join('; ');
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return kind === 'instant' ? String(cell).replace(/\.000Z$/, 'Z') : String(cell);
}

function readTable(text: string, { columns }: Table): ReadBack {
  const lines = text.split('\n');
  const top = lines.findLastIndex(
    (line, index) => lines[index - 1] === '' && line.startsWith(columns[0]?.title ?? ''),
  );
  const header = lines[top] ?? '';
  const starts: number[] = [];
  for (const { title } of columns) starts.push(header.indexOf(title, (starts.at(-1) ?? -1) + 1));
  const cells = lines.slice(top + 1, -1).map((line) => {
    const points = [...line];
    return columns.map(({ kind }, index) => {
      const cell = points
        .slice(starts[index], starts[index + 1])
        .join('')
        .trim();
      return cell === '-' ? '' : kind === 'instant' ? cell.replace(/\.000Z$/, 'Z') : cell;
    });
  });
  return { firstLine: lines[0] ?? '', cells };
}

function readJson(text: string, { rowsKey, table }: Answer): ReadBack {
  const document = JSON.parse(text);
  const rows: readonly unknown[] = document[rowsKey];
  const cells = rows.map((row) => table.columns.map((column) => textOf(column.value(row), column.kind)));
  return { firstLine: document.standing, cells };
}

/** Takes away the apostrophes that CSV puts before what would be a formula. */
export function withApostrophesGone(text: string): string {
  return text
    .replace(/^'('*[\t\r])/, '$1')
    .replace(/(^|[;\t\r\n])( *)'('*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g, '$1$2$3');
}

function readCsv(text: string, { columns }: Table): ReadBack {
  const [firstLine = ''] = text.split('\r\n', 1);
  const [, ...rows] = parseCsv(text.slice(firstLine.length + 2)) as readonly (readonly unknown[])[];
  const said = (cell: unknown) => (cell === 'true' ? 'yes' : cell === 'false' ? 'no' : String(cell));
  const cells = rows.map((row) =>
    row.map((cell, index) => {
      const text = withApostrophesGone(said(cell));
      return columns[index]?.kind === 'instant' ? text.replace(/\.000Z$/, 'Z') : text;
    }),
  );
  return { firstLine, cells };
}

/** Reads a sheet of rows, by its place in the workbook. */
export async function readWorkbook(bytes: Uint8Array, place: number, { columns }: Table): Promise<ReadBack> {
  const { sheets } = await readXlsx(bytes);
  const [, ...rows] = sheets[place]?.rows ?? [];
  const cells = rows.map((row) =>
    columns.map(({ kind }, index) => {
      const cell = row[index] ?? null;
      if (cell === null) return '';
      if (cell instanceof Date) return cell.toISOString().replace(/\.000Z$/, 'Z');
      return kind === 'list' ? String(cell).replaceAll('\n', '; ') : String(cell);
    }),
  );
  return { firstLine: String(sheets[0]?.rows[0]?.[0]), cells };
}
