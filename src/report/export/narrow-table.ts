/**
 * An answer for somebody at a terminal: its first line whole, no other wider than a terminal, what matters first, and what
 * it rests on in short below the rows. Columns that have no room stand under their row, a line each. All of it is in every
 * other output.
 */
import type { Answer } from '../../answers/answer.ts';
import { type Cell, type Column, shownMembers, type Table } from '../../answers/table.ts';
import { printable } from '../../evidence/printable.ts';
import { widthOf } from './terminal-text.ts';

const WIDTH = 100;
const GAP = '  ';
const INDENT = '    ';

/** Yields the text. Rows are gone through twice: once for their widths. */
export async function* toNarrowTable<Row>({
  question,
  standing,
  cover,
  brief = inShort(cover),
  table,
}: Answer<Row>): AsyncGenerator<string> {
  const details = table.columns.filter(({ onTerminal }) => onTerminal === 'detail');
  const layout = await layOut({
    ...table,
    columns: table.columns.filter((column) => !details.includes(column)),
  });
  // One line, however long: whoever takes the first line alone takes every gap with it.
  yield `${printable(standing)}\n${wrapped(question, '')}\n`;
  if (layout.rows > 0)
    yield `${line(
      layout,
      layout.beside.map(({ title }) => title),
    )}\n`;
  for await (const row of table.rows()) yield rowText(row, layout);
  const everywhere = layout.rows > 0 ? absentLines(layout, 'In every row ', '') : [];
  if (everywhere.length > 0) yield `\n${everywhere.join('')}`;
  if (layout.under.length === 0 || everywhere.length > 0) yield '\n';
  const labelWidth = Math.max(0, ...brief.map(([label]) => label.length)) + GAP.length;
  for (const [label, text] of brief)
    yield wrapped(printable(text), ' '.repeat(labelWidth), label.padEnd(labelWidth));
  const also = details.map(({ title }) => title.toLowerCase()).join(', ');
  if (also !== '') yield wrapped(`Of each row also: ${also}: --verbose, or --format json or xlsx.`, '', '\n');
  yield '\nDigests, and how each list is known to be whole: --verbose, or --format json or xlsx.\n';
}

/** What an answer has not said in short itself. */
const inShort = (cover: Answer['cover']) =>
  cover.filter(([label]) => !['Certificate', 'Digest'].includes(label));

interface Layout<Row> {
  readonly rows: number;
  readonly beside: readonly Column<Row>[];
  readonly widths: readonly number[];
  /** Under each row. */
  readonly under: readonly Column<Row>[];
  /** Known to be none in every row. */
  readonly none: readonly string[];
  /** Nothing is known of these in any row. */
  readonly unknown: readonly string[];
}

async function layOut<Row>({ columns, rows }: Table<Row>): Promise<Layout<Row>> {
  const widths = columns.map(({ title }) => widthOf(title));
  const kinds = columns.map(() => new Set<'none' | 'text' | 'unknown'>());
  let count = 0;
  for await (const row of rows()) {
    count += 1;
    for (const [index, column] of columns.entries()) {
      const cell = column.value(row);
      const texts = textsOf(cell);
      kinds[index]?.add(isNone(cell) ? 'none' : texts.length > 0 ? 'text' : 'unknown');
      widths[index] = Math.max(widths[index] ?? 0, widthOf(texts.join('; ')));
    }
  }
  const areOnly = (kind: 'none' | 'unknown') =>
    columns.filter((_, index) => kinds[index]?.size === 1 && kinds[index].has(kind));
  const [none, unknown] = [areOnly('none'), areOnly('unknown')];
  const filled = columns.flatMap((column, index) =>
    none.includes(column) || unknown.includes(column) ? [] : [{ column, width: widths[index] ?? 0 }],
  );
  const beside = fitting(filled);
  return {
    rows: count,
    beside: beside.map(({ column }) => column),
    widths: beside.map(({ width }) => width),
    under: filled.filter((each) => !beside.includes(each)).map(({ column }) => column),
    none: missed(none),
    unknown: missed(unknown),
  };
}

/** Titles of columns that are missed where they are empty. */
const missed = <Row>(columns: readonly Column<Row>[]) =>
  columns.flatMap(({ title, onTerminal }) => (onTerminal === 'if-any' ? [] : [title]));

interface Sized<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

/** As many as there is room for, from the left: what matters most is there. Lists only where all of it has room. */
function fitting<Row>(all: readonly Sized<Row>[]): readonly Sized<Row>[] {
  if (widthOfLine(all) <= WIDTH) return all;
  const kept: Sized<Row>[] = [];
  for (const each of all) {
    const isFit = each.column.kind !== 'list' && widthOfLine(kept) + GAP.length + each.width <= WIDTH;
    if (kept.length === 0 || isFit) kept.push(each);
  }
  return kept;
}

const widthOfLine = (columns: readonly Sized<unknown>[]) =>
  columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);

function rowText<Row>(row: Row, layout: Layout<Row>): string {
  const cells = layout.beside.map((column) => textsOf(column.value(row)).join('; ') || '-');
  const under = underText(layout.under, row);
  return `${line(layout, cells)}\n${under}${layout.under.length === 0 ? '' : '\n'}`;
}

/** What is short shares lines; a list that has no room on one has a line for each of its members. */
function underText<Row>(columns: readonly Column<Row>[], row: Row): string {
  const lines: string[] = [];
  const absent = { none: [] as string[], unknown: [] as string[] };
  let open = '';
  const close = () => {
    if (open !== '') lines.push(`${INDENT}${open}\n`);
    open = '';
  };
  for (const { title, value, onTerminal } of columns) {
    const cell = value(row);
    const texts = textsOf(cell);
    const said = `${title}: ${texts.join('; ')}`;
    const isEmpty = isNone(cell) || texts.length === 0;
    if (isEmpty && onTerminal === 'if-any') continue;
    if (isNone(cell)) absent.none.push(title);
    else if (texts.length === 0) absent.unknown.push(title);
    else if (widthOf(said) > WIDTH - INDENT.length) {
      close();
      lines.push(listed(title, texts));
    } else {
      if (widthOf(open + BETWEEN + said) > WIDTH - INDENT.length) close();
      open = open === '' ? said : open + BETWEEN + said;
    }
  }
  close();
  return [...lines, ...absentLines(absent, '', INDENT)].join('');
}

/** What is known to be none is never said in one breath with what is not known. */
function absentLines(
  { none, unknown }: Pick<Layout<never>, 'none' | 'unknown'>,
  before: string,
  indent: string,
): string[] {
  const said = (what: string, titles: readonly string[]) =>
    titles.length === 0 ? [] : [wrapped(titles.join(', '), indent, `${indent}${what}: `)];
  const [first, other] = before === '' ? ['None', 'Empty or not known'] : ['none', 'empty or not known'];
  return [...said(`${before}${first}`, none), ...said(`${before}${other}`, unknown)];
}

const isNone = (cell: Cell) => cell !== null && typeof cell === 'object' && cell.length === 0;

const BETWEEN = ' | ';

function listed(title: string, [first = '-', ...others]: readonly string[]): string {
  const label = `${INDENT}${title}: `;
  const indent = ' '.repeat(Math.min(widthOf(label), INDENT.length * 3));
  return [wrapped(first, indent, label), ...others.map((text) => wrapped(text, indent, indent))].join('');
}

/** Returns what a cell says; nothing where it is empty or not known. */
function textsOf(cell: Cell): readonly string[] {
  if (cell === null || cell === '') return [];
  if (typeof cell === 'boolean') return [cell ? 'yes' : 'no'];
  return typeof cell === 'object' ? shownMembers(cell).map(printable) : [printable(String(cell))];
}

function line<Row>({ widths }: Pick<Layout<Row>, 'widths'>, texts: readonly string[]): string {
  return texts
    .map((text, index) => text + ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text))))
    .join(GAP)
    .trimEnd();
}

/** Returns lines no wider than the terminal, as far as words are shorter than it. */
function wrapped(text: string, indent: string, before = indent): string {
  const lines = [before];
  let isEmpty = true;
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    const next = isEmpty ? last + word : `${last} ${word}`;
    if (isEmpty || widthOf(next) <= WIDTH) lines[lines.length - 1] = next;
    else lines.push(indent + word);
    isEmpty = false;
  }
  return `${lines.join('\n')}\n`;
}
