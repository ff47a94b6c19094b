/**
 * What a cell of a workbook holds. A name is text, whatever it begins with; an instant is a date that can be filtered;
 * what a cell cannot hold is seen to be missing.
 */
import { type Cell, type CellKind, listText, shownMembers } from '../../answers/table.ts';
import { beginningOf, withoutControls } from './stranger-text.ts';

/** Of Excel, in UTF-16 code units. */
const MOST_CHARACTERS = 32_767;
/** More line feeds than Excel lets a cell have are not shown. */
const MOST_LINES = 253;
const KEPT_CHARACTERS = 32_000;

/** What is told a reader of cells that do not hold all there is. */
export interface CellLosses {
  tooLong: number;
  replaced: number;
}

export type CellContent = string | number | Date | null;

/** Returns what a cell holds; counts what it cannot. */
export function cellContent(cell: Cell, kind: CellKind, losses: CellLosses): CellContent {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  if (typeof cell === 'object') return textContent(linesOf(cell), losses);
  return (kind === 'instant' ? dateOf(cell) : undefined) ?? textContent(cell, losses);
}

/** Returns text as a cell can hold it. */
export function textContent(text: string, losses: CellLosses): string | null {
  if (text === '') return null;
  // A line break in a cell is a line feed; programs read carriage returns there each in its way.
  const plain = text.replace(/\r\n?/g, '\n');
  const fit = withoutControls(plain);
  if (fit !== plain) losses.replaced += 1;
  if (fit.length <= MOST_CHARACTERS) return unescaped(fit);
  losses.tooLong += 1;
  const rest = `… [${fit.length} characters in all, more than a cell holds: see JSON or CSV]`;
  return unescaped(beginningOf(fit, KEPT_CHARACTERS) + rest);
}

/** A list has a line for each member; of none, the word for it. */
function linesOf(members: readonly string[]): string {
  return members.length > MOST_LINES ? listText(members) : shownMembers(members).join('\n');
}

/** The format takes `_x0041_` for the letter A: what looks like that is written so that it is read as it stands. */
const unescaped = (text: string) => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

const FIRST_DAY = Date.UTC(1900, 2, 1);

/** A date, where it says all that the text says: a workbook knows milliseconds, and no day before March 1900. */
function dateOf(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/.test(text)) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) || date.getTime() < FIRST_DAY ? undefined : date;
}
