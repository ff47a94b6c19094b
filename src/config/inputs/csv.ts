/** CSV as companies have it: UTF-8 with or without a mark, any line end, and the separator that the header has most use for. */
import { unclosedRow } from '../../evidence/csv-quotes.ts';

/** Where something stands. Both count from 1. */
export interface CsvPlace {
  readonly line: number;
  readonly column: number;
}

export interface CsvRow {
  readonly cells: readonly string[];
  /** Of a cell, by its index; one too many is where the row ends. */
  placeOf(cell: number): CsvPlace;
}

export interface CsvProblem extends CsvPlace {
  readonly message: string;
}

const SEPARATORS = [',', ';', '\t'];

/** Returns the rows of a text, header included, or the one reason why there are none. `suits`: how well a header does. */
export async function readCsv(
  text: string,
  suits: (header: readonly string[]) => number,
): Promise<Iterable<CsvRow> | CsvProblem> {
  const { streamCsvRows } = await import('./csv-sdk.ts');
  const delimiter = [...SEPARATORS]
    .map((each, index) => {
      const [header = []] = streamCsvRows(text, { delimiter: each, maxRows: 1 });
      return { each, rank: suits(header.map(String)) * SEPARATORS.length - index };
    })
    .sort((one, other) => other.rank - one.rank)[0]?.each as string;
  const unclosed = unclosedRow(text, delimiter);
  if (unclosed !== undefined) {
    const message =
      'expected quotation marks around whole cells, got one that is not closed, or closed too early';
    return { ...placeAt(text, unclosed.at), message };
  }
  const zero = text.indexOf('\0');
  if (zero !== -1) return { ...placeAt(text, zero), message: 'expected text, got a zero byte' };
  return rowsOf(text, delimiter, streamCsvRows(text, { delimiter }));
}

function* rowsOf(text: string, delimiter: string, rows: Iterable<readonly unknown[]>): Generator<CsvRow> {
  let start = 0;
  for (const row of rows) {
    const cells = row.map(String);
    const from = start;
    yield { cells, placeOf: (cell) => placeAt(text, startOfCell(text, from, delimiter, cell)) };
    for (let lines = 1 + breaksIn(cells); lines > 0; lines -= 1) start = nextLine(text, start);
  }
}

const BREAK = /\r\n|\r|\n/g;

const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (/[\r\n]/.test(cell) ? (cell.match(BREAK)?.length ?? 0) : 0), 0);

/** Returns where the next line begins. */
function nextLine(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === 0x0a) return at + 1;
    if (character === 0x0d) return text.charCodeAt(at + 1) === 0x0a ? at + 2 : at + 1;
  }
  return text.length;
}

/** Of a text whose quotation marks are all closed. */
function startOfCell(text: string, row: number, delimiter: string, cell: number): number {
  let at = row;
  for (let index = 0; index < cell; index += 1) {
    if (text[at] === '"') at = closingQuote(text, at + 1) + 1;
    while (at < text.length && text[at] !== delimiter && !/[\r\n]/.test(text[at] ?? '')) at += 1;
    if (text[at] !== delimiter) return at;
    at += 1;
  }
  return at;
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function placeAt(text: string, at: number): CsvPlace {
  const before = text.slice(0, at);
  const line = (before.match(BREAK)?.length ?? 0) + 1;
  return { line, column: at - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) };
}
