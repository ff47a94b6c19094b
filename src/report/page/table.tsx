/** A real table: its head stays, it is sorted and filtered where there is a script, and it is whole without one. */
import type { ComponentChildren, JSX } from 'preact';
import type { TableFacts } from '../../answers/pages/table-facts.ts';
import type { Cell, CellKind } from '../../answers/table.ts';
import { Digest, Instant, numberText } from './marks.tsx';
import { Text, Texts } from './text.tsx';

export interface PageColumn<Row> {
  readonly title: string;
  readonly kind: CellKind;
  /** What it is sorted by, and what is shown where there is no `show`. */
  value(row: Row): Cell;
  show?(row: Row): ComponentChildren;
}

interface TableProps<Row> {
  /** Unique in the page: what a link to it ends with. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly PageColumn<Row>[];
  readonly rows: readonly Row[];
  /** How many rows there are beyond, and where to get them. */
  readonly cut?: { readonly count: number; readonly where: string };
  /** What is said in place of no rows. */
  readonly none?: string;
}

/** So many rows are laid out by the browser at once; further ones in blocks, each when it comes into view. */
const PLAIN_ROWS = 120;
const BLOCK_ROWS = 50;
/** Longer ones scroll in a place of their own, under their head. */
const TALL_ROWS = 25;

const LETTERS: Readonly<Record<CellKind, string>> = {
  text: 't',
  count: 'c',
  flag: 'f',
  instant: 'i',
  list: 'l',
};

export function Table<Row>({ name, caption, columns, rows, cut, none }: TableProps<Row>): JSX.Element {
  if (rows.length === 0) return <p class="empty">{none ?? 'None.'}</p>;
  const isLong = rows.length > PLAIN_ROWS;
  // Each layout that is met gets its rule in the style sheet: see `layoutRules`.
  const layout = isLong ? ` blocks layout-${columns.map(({ kind }) => LETTERS[kind]).join('')}` : '';
  return (
    <div class="table" id={`table-${name}`}>
      <section class={rows.length > TALL_ROWS ? 'scroll tall' : 'scroll'} aria-label={caption} tabindex={0}>
        <table class={`rows${layout}`} data-table={name} {...(isLong && { role: 'table' })}>
          <caption>{caption}</caption>
          <thead {...role(isLong, 'rowgroup')}>
            <tr {...role(isLong, 'row')}>
              {columns.map(({ title, kind }) => (
                <th scope="col" data-kind={kind} {...role(isLong, 'columnheader')}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          {blocksOf(rows, isLong ? BLOCK_ROWS : rows.length).map((block) => (
            <tbody {...role(isLong, 'rowgroup')}>
              {block.map((row) => (
                <tr {...role(isLong, 'row')}>
                  {columns.map((column) => (
                    <td class={LETTERS[column.kind]} {...role(isLong, 'cell')}>
                      {column.show?.(row) ?? <CellText kind={column.kind} value={column.value(row)} />}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </section>
      {cut !== undefined && cut.count > 0 && (
        <p class="cut">
          <strong>{`${numberText(cut.count)} more rows are not on this page.`}</strong> {cut.where}
        </p>
      )}
    </div>
  );
}

/** A table that is laid out in blocks is no table to the browser unless it is called one. */
const role = (isLong: boolean, name: 'rowgroup' | 'row' | 'cell' | 'columnheader') =>
  isLong ? { role: name } : {};

function blocksOf<Row>(rows: readonly Row[], size: number): readonly (readonly Row[])[] {
  const blocks: (readonly Row[])[] = [];
  for (let start = 0; start < rows.length; start += size) blocks.push(rows.slice(start, start + size));
  return blocks;
}

/** Nobody reads it: it is compared, and copied. */
const DIGEST = /^sha256:[0-9a-f]{64}$/;

export function CellText({ kind, value }: { readonly kind: CellKind; readonly value: Cell }): JSX.Element {
  if (value === null) return <span class="unknown">not known</span>;
  if (typeof value === 'number') return <data value={String(value)}>{numberText(value)}</data>;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (typeof value !== 'string') return <Texts values={value} />;
  if (value === '') return <span class="quiet">empty</span>;
  if (kind === 'instant') return <Instant value={value} />;
  return DIGEST.test(value) ? <Digest value={value} /> : <Text value={value} />;
}

type Cells = readonly Cell[];

interface FactsProps {
  readonly facts: TableFacts;
  readonly caption: string;
  /** Keys of the columns that are shown, in this order; the others are folded at the end of each row. */
  readonly show: readonly string[];
  readonly none?: string;
  /** Whether nothing is to be known there, so that null is no gap. */
  readonly isBlank?: (row: Cells, key: string) => boolean;
  /** Where to get the rows that are not on the page. */
  readonly where?: string;
}

/** The rows of a population. */
export function FactsTable({ facts, caption, show, none, where, isBlank }: FactsProps): JSX.Element {
  const places = facts.columns.map((column, index) => ({
    ...column,
    value: (row: Cells) => row[index] ?? null,
    show: (row: Cells) =>
      isBlank?.(row, column.key) && (row[index] ?? null) === null ? <span class="quiet">–</span> : undefined,
  }));
  const shown = show.flatMap((key) => places.filter((place) => place.key === key));
  const folded = places.filter(({ key }) => !show.includes(key));
  const more: PageColumn<Cells> = {
    title: 'More',
    kind: 'flag',
    value: () => '',
    show: (row) => (
      <details class="more of-row">
        <summary>more</summary>
        <dl>
          {folded.map(({ title, kind, value }) => (
            <div>
              <dt>{title}</dt>
              <dd>
                <CellText kind={kind} value={value(row)} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
    ),
  };
  return (
    <Table
      name={facts.name}
      caption={caption}
      columns={folded.length === 0 ? shown : [...shown, more]}
      rows={facts.rows}
      cut={{
        count: facts.cut,
        where: where ?? `segment-evidence population ${facts.name} gives all of them.`,
      }}
      {...(none === undefined ? {} : { none })}
    />
  );
}
