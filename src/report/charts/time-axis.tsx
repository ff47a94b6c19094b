/** What everything that is drawn over time has in common: columns beside each other, their days, and how the runs in them ended. */
import { type ScaleBand, scaleBand } from 'd3-scale';
import type { JSX } from 'preact';
import type { Columns, TimeColumn } from '../../answers/pages/period/time-columns.ts';
import { markOf, STATUS_MARKS } from '../page/marks.tsx';

/** Columns as they are drawn in a place. */
export interface Track {
  readonly columns: readonly TimeColumn[];
  readonly x: ScaleBand<number>;
  readonly left: number;
  readonly width: number;
  /** So many columns have their day written. */
  readonly ticks: number;
}

/** So high is the row with the signs of the columns, and so high that with their days. */
export const SIGNS = 16;
export const DAYS = 18;
/** As wide as a day is written. */
const DAY_WIDTH = 64;
/** As wide as a telephone. */
const NARROW = 340;
const WIDE = 900;

/** Returns how the columns stand where there is room, and on a telephone. `left`: where the first begins in each. */
export const tracksOf = (
  { wide, narrow }: Columns,
  left: { readonly wide: number; readonly narrow: number },
): { readonly wide: Track; readonly narrow: Track } => ({
  wide: { columns: wide, x: scaleOf(wide, left.wide, WIDE), left: left.wide, width: WIDE, ticks: 8 },
  narrow: {
    columns: narrow,
    x: scaleOf(narrow, left.narrow, NARROW),
    left: left.narrow,
    width: NARROW,
    ticks: 4,
  },
});

const scaleOf = (columns: readonly unknown[], left: number, right: number): ScaleBand<number> =>
  scaleBand<number>(
    columns.map((_, place) => place),
    [left, right],
  );

/** Returns `2026-09-30`, or the first and the last day of a week or a month. */
export const columnText = ({ from, to }: Pick<TimeColumn, 'from' | 'to'>): string =>
  from === to ? from : `${from} to ${to}`;

export const short = (pixels: number): number => Math.round(pixels * 10) / 10;

interface Placed {
  readonly track: Track;
  readonly top: number;
}

/** The days below the columns, or above them. */
export function DayRow({ track: { columns, x, ticks, width }, top }: Placed): JSX.Element {
  const every = Math.max(1, Math.ceil(columns.length / ticks));
  return (
    <g>
      {columns.map(({ from }, place) =>
        place % every === 0 && (x(place) ?? 0) + DAY_WIDTH <= width ? (
          <text class="label small" x={short(x(place) ?? 0)} y={top + 13}>
            {from}
          </text>
        ) : null,
      )}
    </g>
  );
}

/** A sign for each column in which not every run is there and complete. */
export const SignRow = ({ track: { columns, x }, top }: Placed): JSX.Element => (
  <g>
    {columns.map((column, place) => {
      if (column.state === 'complete') return null;
      const { tone, sign, word } = markOf(STATUS_MARKS, column.state);
      return (
        <text
          class={`tiny ink-${tone}`}
          x={short((x(place) ?? 0) + x.bandwidth() / 2)}
          y={top + 12}
          text-anchor="middle"
        >
          <title>{`${columnText(column)}: ${word}`}</title>
          {sign}
        </text>
      );
    })}
  </g>
);

interface HolesProps extends Placed {
  readonly height: number;
  /** Of the drawing. */
  readonly id: string;
  readonly places: readonly number[];
  says(place: number): string;
}

/** Columns of which nothing is known: a hole, and no number. */
export const Holes = ({ track: { x }, top, height, id, places, says }: HolesProps): JSX.Element => (
  <g>
    {places.map((place) => (
      <g>
        <title>{says(place)}</title>
        <rect
          class="hole"
          x={short(x(place) ?? 0)}
          y={top}
          width={short(x.bandwidth())}
          height={height}
          fill={`url(#${id}-hatch)`}
        />
      </g>
    ))}
  </g>
);
