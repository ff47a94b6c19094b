/** Rows read back from a workbook or from CSV, whoever saved it: Excel, LibreOffice, or this program. */
import { UsageError } from '../../errors.ts';
import { unclosedRow } from '../../evidence/csv-quotes.ts';
import { unpackedBytes } from './archive-size.ts';
import { withFormulas } from './csv.ts';

/** A sheet as it stands, with the number that a spreadsheet shows beside each row. */
export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly ReadRow[];
}

export interface ReadRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Returns the sheets of a file. `name`: of the file, for messages. @throws UsageError for what is no workbook and no text */
export async function readSheets(
  command: string,
  name: string,
  bytes: Uint8Array,
): Promise<readonly ReadSheet[]> {
  if (bytes.length > MOST_BYTES)
    throw unreadable(command, name, `at most ${MOST_BYTES} bytes`, String(bytes.length));
  return isWorkbook(bytes) ? readWorkbook(command, name, bytes) : [await readText(command, name, bytes)];
}

/** Whether bytes are an archive, as a workbook is. */
export const isWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** A file that a store hands out whole, see `readWhole`. */
const MOST_BYTES = 64 * 1024 * 1024;
/** 100,000 rows of a review are some 50 MB; each MB takes five of memory while it is read. */
const MOST_UNPACKED = 64 * 1024 * 1024;
/** Larger ones only where they are large files too: rows of text shrink to a tenth, what is made to blow up to a hundredth. */
const MOST_UNPACKED_OF_LARGE = 256 * 1024 * 1024;
const MOST_TIMES = 30;

/** Before anything is unpacked. @throws UsageError */
function assertSize(command: string, name: string, bytes: Uint8Array): void {
  const found = unpackedBytes(bytes);
  if (typeof found === 'string') throw unreadable(command, name, 'a workbook that can be read', found);
  const most = Math.max(MOST_UNPACKED, Math.min(MOST_UNPACKED_OF_LARGE, bytes.length * MOST_TIMES));
  if (found > most)
    throw unreadable(
      command,
      name,
      `a workbook of at most ${most} bytes when it is unpacked`,
      `one of ${found}, from a file of ${bytes.length}`,
    );
}

async function readWorkbook(command: string, name: string, bytes: Uint8Array): Promise<readonly ReadSheet[]> {
  assertSize(command, name, bytes);
  const { readXlsx } = await import('./hucre-sdk.ts');
  try {
    const { sheets } = await readXlsx(bytes);
    return sheets.map((sheet) => ({
      name: sheet.name,
      rows: numbered(sheet.rows.map((row) => row.map(textOf))),
    }));
  } catch (cause) {
    throw unreadable(
      command,
      name,
      'a workbook that can be read',
      cause instanceof Error ? cause.message : 'another',
      cause,
    );
  }
}

async function readText(command: string, name: string, bytes: Uint8Array): Promise<ReadSheet> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(command, name, 'CSV in UTF-8', 'another encoding', cause);
  }
  const { parseCsv } = await import('./hucre-sdk.ts');
  const delimiter = delimiterOf(text);
  const unclosed = unclosedRow(text, delimiter);
  if (unclosed !== undefined)
    throw unreadable(
      command,
      `${name}: row ${unclosed.row}`,
      'quotation marks around whole cells',
      'one that is not closed, or closed too early',
    );
  const rows = parseCsv(text, { delimiter });
  return { name, rows: numbered(rows.map((row) => row.map((cell) => withFormulas(textOf(cell))))) };
}

/** Spreadsheets separate by what the country's numbers leave free. The line that has most of one of them says which. */
function delimiterOf(text: string): string {
  const counts = [',', ';', '\t'].map((each) => {
    const inLines = text.split('\n', 200).map((line) => line.split(each).length);
    return [Math.max(...inLines), each] as const;
  });
  return counts.sort(([one], [other]) => other - one)[0]?.[1] ?? ',';
}

const numbered = (rows: readonly (readonly string[])[]): readonly ReadRow[] =>
  rows.map((cells, index) => ({ number: index + 1, cells }));

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

function unreadable(
  command: string,
  name: string,
  expected: string,
  found: string,
  cause?: unknown,
): UsageError {
  return new UsageError({
    message: `${command}: ${name}: expected ${expected}, got ${found}`,
    hint: 'Save it as .xlsx, or as CSV in UTF-8.',
    cause,
  });
}
