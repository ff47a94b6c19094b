/**
 * A workbook (Office Open XML), the same bytes for the same content: a cover sheet that says what it rests on, then sheets of
 * rows, each with a frozen header, filters and cells of a type. Nothing in it is a formula or a link.
 */
import type { CellStyle, ColumnDef, WriteSheet } from 'hucre/xlsx';
import type { Cell, CellKind } from '../../answers/table.ts';
import { UsageError } from '../../errors.ts';
import { type CellContent, type CellLosses, cellContent, textContent } from './cells.ts';
import { packedAnew } from './same-bytes.ts';
import { cellWidth, columnWidth, letterOf, printedRows, rowHeights } from './sheet-layout.ts';

export interface SheetColumn {
  readonly title: string;
  readonly kind: CellKind;
  /** Filled in by the reader: one of these, where there are any. */
  readonly choices?: readonly string[];
}

export interface RowSheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

export interface WorkbookContent {
  /** The first line of the cover. */
  readonly standing: string;
  readonly cover: readonly (readonly [label: string, text: string])[];
  readonly sheets: readonly RowSheet[];
  /** What the file's own properties say it was made at: of the evidence, so that nothing depends on the clock. */
  readonly madeAt: string;
}

/** Excel has 1,048,576 rows. All of them are in memory while the file is made, some 3 KB each. */
export const MOST_ROWS = 250_000;

const TEXT = '@';
const TOP: CellStyle = { alignment: { vertical: 'top', wrapText: true }, numFmt: TEXT };
const STYLES: Readonly<Record<CellKind, CellStyle>> = {
  text: TOP,
  list: TOP,
  flag: TOP,
  count: { alignment: { vertical: 'top' }, numFmt: '0' },
  instant: { alignment: { vertical: 'top' }, numFmt: 'yyyy-mm-dd hh:mm:ss' },
};
/** Named, since programs take another letter for bold text that names none. */
const BOLD = { bold: true, name: 'Calibri', size: 11 };
const HEADER: CellStyle = {
  ...TOP,
  font: BOLD,
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'D9E1F2' } },
};
const LABEL: CellStyle = { ...TOP, font: BOLD };
const COVER_WIDTHS = [22, 110] as const;

/** Returns the bytes of a workbook. @throws UsageError where there are more rows than it can have */
export async function workbook({ standing, cover, sheets, madeAt }: WorkbookContent): Promise<Uint8Array> {
  const losses: CellLosses = { tooLong: 0, replaced: 0 };
  const written: WriteSheet[] = [];
  for (const sheet of sheets) written.push(await rowSheet(sheet, losses));
  const { writeXlsx } = await import('./hucre-sdk.ts');
  const at = new Date(madeAt);
  const made = await writeXlsx({
    sheets: [coverSheet(standing, [...cover, ...lossLines(losses)]), ...written],
    properties: { creator: 'segment-evidence', created: at, modified: at },
  });
  return packedAnew(made);
}

/** Returns a name that a sheet may have; Excel allows 31 characters, and not all of them. */
export function sheetName(name: string): string {
  const fit = name
    .replace(/[[\]:*?/\\\p{Cc}]/gu, '-')
    .replace(/^'|'$/g, '-')
    .slice(0, 31);
  return fit === '' || /^(history|cover)$/i.test(fit) ? `${fit}-` : fit;
}

function coverSheet(standing: string, lines: WorkbookContent['cover']): WriteSheet {
  const unsaid: CellLosses = { tooLong: 0, replaced: 0 };
  const [labelWidth, textWidth] = COVER_WIDTHS;
  const rows = lines.map(([label, text]) => [textContent(label, unsaid), textContent(text, unsaid)]);
  const standingRow = [textContent(standing, unsaid)];
  const heights = rowHeights([[], ...rows], COVER_WIDTHS);
  return {
    name: 'Cover',
    columns: [
      { width: labelWidth, style: LABEL },
      { width: textWidth, style: TOP },
    ],
    rows: [standingRow, ...rows],
    merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 1 }],
    rowDefs: new Map([...rowHeights([standingRow], [labelWidth + textWidth]), ...heights]),
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

function lossLines({ tooLong, replaced }: CellLosses): WorkbookContent['cover'] {
  const cut = `${tooLong} ${tooLong === 1 ? 'text is' : 'texts are'} longer than a cell can be, and each says so where it ends: JSON and CSV have it whole.`;
  const lost = `${replaced} ${replaced === 1 ? 'text has' : 'texts have'} characters that a workbook cannot hold: each is shown as \uFFFD.`;
  return [
    ...(tooLong === 0 ? [] : ([['Not in this file', cut]] as const)),
    ...(replaced === 0 ? [] : ([['Replaced', lost]] as const)),
  ];
}

async function rowSheet({ name, columns, rows }: RowSheet, losses: CellLosses): Promise<WriteSheet> {
  const kept: CellContent[][] = [columns.map(({ title, kind }) => headerText(title, kind))];
  const widest = (kept[0] ?? []).map(cellWidth);
  for await (const row of rows) {
    if (kept.length > MOST_ROWS) throw tooManyRows(name);
    const cells = columns.map(({ kind }, index) => cellContent(row[index] ?? null, kind, losses));
    for (const [index, cell] of cells.entries())
      widest[index] = Math.max(widest[index] ?? 0, cellWidth(cell));
    kept.push(cells);
  }
  const widths = widest.map(columnWidth);
  const last = `${letterOf(columns.length - 1)}${kept.length}`;
  return {
    name: sheetName(name),
    columns: columns.map(
      ({ kind }, index): ColumnDef => ({
        width: columnWidth(widest[index] ?? 0),
        style: STYLES[kind],
      }),
    ),
    rows: kept,
    rowDefs: rowHeights(kept, widths),
    cells: new Map(columns.map((_, index) => [`0,${index}`, { style: HEADER }])),
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${last}` },
    dataValidations: columns.flatMap(({ choices, title }, index) =>
      choices === undefined || kept.length === 1
        ? []
        : [choiceOf(choices, title, `${letterOf(index)}2:${letterOf(index)}${kept.length}`)],
    ),
    pageSetup: printedRows(widths),
  };
}

function choiceOf(values: readonly string[], title: string, range: string) {
  return {
    type: 'list' as const,
    values: [...values],
    range,
    allowBlank: true,
    showErrorMessage: true,
    errorStyle: 'stop' as const,
    errorTitle: title,
    errorMessage: `One of: ${values.join(', ')}.`,
  };
}

const headerText = (title: string, kind: CellKind) =>
  kind === 'instant' && !title.includes('UTC') ? `${title} (UTC)` : title;

function tooManyRows(name: string): UsageError {
  return new UsageError({
    message: `write workbook: ${name}: expected at most ${MOST_ROWS} rows, got more`,
    hint: 'Ask for CSV, which has no such limit: --format csv.',
  });
}
