/**
 * Many things over time, a row for each and a column for each day: how it was. What something is is told by the form of its cell
 * too: whole is high, partial is half as high, what nobody can tell is hatched, what is left out is a line.
 */
import type { ComponentChildren, JSX } from 'preact';
import type { Columns, TimeColumn } from '../../answers/pages/period/time-columns.ts';
import { Figure } from '../page/figure.tsx';
import type { Mark, Tone } from '../page/marks.tsx';
import { shortName } from '../page/text.tsx';
import { Legend } from './legend.tsx';
import { Textures } from './textures.tsx';
import {
  columnText,
  DAYS,
  DayRow,
  Holes,
  SIGNS,
  SignRow,
  short,
  type Track,
  tracksOf,
} from './time-axis.tsx';

export interface MatrixRow {
  readonly label: string;
  /** How it was in a column; null: nothing is to be known there. */
  cell(column: TimeColumn): Mark | null;
}

interface MatrixProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly columns: Columns;
  /** Whether no row has anything of a column, as there was no run. */
  isHole(column: TimeColumn): boolean;
  readonly rows: readonly MatrixRow[];
  readonly table: ComponentChildren;
}

const TOP = DAYS + SIGNS;
const CELL = 14;

/** How it is drawn: names beside their rows, or above them. */
interface Layout {
  readonly row: number;
  /** Where the cells begin in their row. */
  readonly cell: number;
  readonly letters: number;
}

const WIDE: Layout = { row: 18, cell: 2, letters: 28 };
const NARROW: Layout = { row: 33, cell: 17, letters: 44 };

export function Matrix(props: MatrixProps): JSX.Element {
  const { id, title, description, columns, table, rows } = props;
  const tracks = tracksOf(columns, { wide: 190, narrow: 0 });
  const drawn = (own: string, track: Track, layout: Layout) => ({
    width: track.width,
    height: TOP + rows.length * layout.row + 4,
    children: <Rows {...props} id={own} track={track} layout={layout} />,
  });
  const met = new Map(
    rows.flatMap((row) =>
      columns.wide.flatMap((column) => {
        const mark = row.cell(column);
        return mark === null ? [] : [[mark.word, mark] as const];
      }),
    ),
  );
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      legend={<Legend marks={[...met.values()]} />}
      {...drawn(id, tracks.wide, WIDE)}
      narrow={drawn(`${id}-narrow`, tracks.narrow, NARROW)}
      table={table}
    />
  );
}

interface RowsProps extends Pick<MatrixProps, 'id' | 'rows' | 'isHole'> {
  readonly track: Track;
  readonly layout: Layout;
}

function Rows({ id, rows, isHole, track, layout }: RowsProps): JSX.Element {
  const { columns, x } = track;
  const height = rows.length * layout.row;
  const textAt = (place: number) => (columns[place] === undefined ? '' : columnText(columns[place]));
  return (
    <>
      <Textures id={id} />
      <DayRow track={track} top={0} />
      <SignRow track={track} top={DAYS} />
      <Holes
        {...{ track, id, height }}
        top={TOP}
        places={columns.flatMap((column, place) => (isHole(column) ? [place] : []))}
        says={(place) => `${textAt(place)}: no run, so nobody knows`}
      />
      {rows.map((row, index) => (
        <Row {...{ id, row, track, layout }} top={TOP + index * layout.row} />
      ))}
      {columns.slice(1).map((_, place) => {
        const at = short(x(place + 1) ?? 0);
        return <line class="between" x1={at} x2={at} y1={TOP} y2={TOP + height} />;
      })}
    </>
  );
}

interface RowProps {
  readonly id: string;
  readonly row: MatrixRow;
  readonly track: Track;
  readonly layout: Layout;
  readonly top: number;
}

function Row({ id, row, track: { columns, x }, layout, top }: RowProps): JSX.Element {
  const { label } = row;
  return (
    <g>
      <text class="label" x="0" y={top + 13}>
        {shortName(label, layout.letters)}
      </text>
      {stretchesOf(columns.map((column) => row.cell(column))).map(({ mark, first, last }) => {
        const [from, to] = [columns[first], columns[last]];
        const span = from === undefined || to === undefined ? '' : columnText({ from: from.from, to: to.to });
        return (
          <Cell
            {...{ id, mark }}
            says={`${label}, ${span}: ${mark.word}`}
            left={x(first) ?? 0}
            width={x.step() * (last - first + 1)}
            top={top + layout.cell}
          />
        );
      })}
    </g>
  );
}

interface CellProps {
  readonly id: string;
  readonly mark: Mark;
  readonly says: string;
  readonly left: number;
  readonly width: number;
  readonly top: number;
}

/** From its top, and how high. */
const FORMS: Readonly<Record<Tone, readonly [from: number, height: number]>> = {
  good: [0, CELL],
  bad: [0, CELL],
  warn: [CELL / 2, CELL / 2],
  unknown: [0, CELL],
  off: [CELL / 2 - 1, 3],
};

function Cell({ id, mark: { tone, sign }, says, left, width, top }: CellProps): JSX.Element {
  const [from, height] = FORMS[tone];
  const box = { x: short(left), y: top + from, width: short(width), height };
  return (
    <g>
      <title>{says}</title>
      <rect class={`fill-${tone}`} {...box} />
      {tone === 'unknown' && <rect {...box} fill={`url(#${id}-hatch)`} />}
      {tone !== 'good' && tone !== 'off' && (
        <text class="tiny" x={short(left + width / 2)} y={top + 11} text-anchor="middle">
          {sign}
        </text>
      )}
    </g>
  );
}

interface Stretch {
  readonly mark: Mark;
  readonly first: number;
  last: number;
}

/** Neighbours that say the same are drawn at once: a quiet year is a few of them. */
function stretchesOf(cells: readonly (Mark | null)[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const [place, mark] of cells.entries()) {
    const before = stretches.at(-1);
    if (mark === null) continue;
    if (before !== undefined && before.last === place - 1 && before.mark.word === mark.word)
      before.last = place;
    else stretches.push({ mark, first: place, last: place });
  }
  return stretches;
}
