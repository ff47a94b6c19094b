/**
 * How much room a sheet takes, on a screen and on paper. Excel makes rows as high as what is in them when it opens a file, others
 * show what has no room over the row below: heights are said. Pure.
 */
import type { WriteSheet } from 'hucre/xlsx';
import type { CellContent } from './cells.ts';
import { widthOf } from './terminal-text.ts';

type RowHeights = NonNullable<WriteSheet['rowDefs']>;

const NARROWEST = 9;
const WIDEST = 60;
const LINE_POINTS = 15;
/** Of Excel. */
const HIGHEST_POINTS = 409;
/** Letters are of many widths, and lines break between words: more lines than characters alone would take. */
const SLACK = 1.15;
/** Characters on a page in landscape that can still be read. */
const PAGE_WIDTH = 260;
/** Of a page at most: columns that say which row it is, on each page again. */
const REPEATED_WIDTH = 100;

/** Returns the width of a column, in characters, from that of its widest cell. */
export const columnWidth = (widest: number): number => Math.min(WIDEST, Math.max(NARROWEST, widest + 3));

/** Returns the characters of a cell's widest line. */
export function cellWidth(cell: CellContent): number {
  if (cell === null) return 0;
  if (cell instanceof Date) return 'yyyy-mm-dd hh:mm:ss'.length;
  return Math.max(...String(cell).split('\n').map(widthOf));
}

/** Returns the heights of rows that are more than a line, by their place; the others have that of the sheet. */
export function rowHeights(rows: readonly (readonly CellContent[])[], widths: readonly number[]): RowHeights {
  const heights: RowHeights = new Map();
  for (const [place, cells] of rows.entries()) {
    const lines = Math.max(1, ...cells.map((cell, index) => linesOf(cell, widths[index] ?? NARROWEST)));
    if (lines > 1) heights.set(place, { height: Math.min(HIGHEST_POINTS, lines * LINE_POINTS) });
  }
  return heights;
}

function linesOf(cell: CellContent, width: number): number {
  if (typeof cell !== 'string') return 1;
  return cell.split('\n').reduce((sum, line) => sum + lineCount(widthOf(line), width), 0);
}

const lineCount = (length: number, width: number) =>
  length + 1 < width ? 1 : Math.max(1, Math.ceil((length * SLACK) / width));

/** Returns how rows are printed: small enough for few pages, and large enough to be read. */
export function printedRows(widths: readonly number[]): NonNullable<WriteSheet['pageSetup']> {
  const pages = Math.ceil(widths.reduce((sum, width) => sum + width, 0) / PAGE_WIDTH);
  const repeated = widths.findIndex((_, index) => sumTo(widths, index + 1) > REPEATED_WIDTH);
  return {
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: pages,
    fitToHeight: 0,
    printTitlesRow: '$1:$1',
    ...(pages > 1 && repeated > 0 ? { printTitlesColumn: `$A:$${letterOf(repeated - 1)}` } : {}),
  };
}

const sumTo = (widths: readonly number[], end: number) =>
  widths.slice(0, end).reduce((sum, width) => sum + width, 0);

/** Returns what a spreadsheet calls a column, by its place. */
export function letterOf(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26));
  return index < 26 ? rest : letterOf(Math.floor(index / 26) - 1) + rest;
}
