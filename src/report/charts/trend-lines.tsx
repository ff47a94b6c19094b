/** A few numbers over time, each on a scale of its own below the other. A line does not pass over what nobody knows. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { JSX } from 'preact';
import { Figure } from '../page/figure.tsx';
import { numberText } from '../page/marks.tsx';
import { Levels } from './levels.tsx';
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
import { holeText, type Shown, shownIn, type TrendProps, type TrendRun } from './trend.ts';
import { TrendTable } from './trend-table.tsx';

interface Series {
  readonly key: string;
  readonly title: string;
}

interface LinesProps extends TrendProps {
  readonly series: readonly Series[];
}

const HEAD = 24;
const HEIGHT = 90;
const PANEL = HEAD + HEIGHT + 14;

export function TrendLines({ columns, series, ...props }: LinesProps): JSX.Element {
  const { id, title, description, runs, calendar } = props;
  const tracks = tracksOf(columns, { wide: 40, narrow: 30 });
  const drawn = (own: string, track: Track) => ({
    width: track.width,
    height: series.length * PANEL + SIGNS + DAYS,
    children: <Panels id={own} track={track} series={series} runs={runs} />,
  });
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      {...drawn(id, tracks.wide)}
      narrow={drawn(`${id}-narrow`, tracks.narrow)}
      table={<TrendTable {...{ id, title, series, runs, calendar }} />}
    />
  );
}

interface PanelsProps {
  readonly id: string;
  readonly track: Track;
  readonly series: readonly Series[];
  readonly runs: readonly TrendRun[];
}

function Panels({ id, track, series, runs }: PanelsProps): JSX.Element {
  const shown = shownIn(track.columns, runs);
  const bottom = series.length * PANEL;
  return (
    <>
      <Textures id={id} />
      {series.map(({ key, title }, index) => (
        <Panel {...{ id, track, shown, title }} of={key} top={index * PANEL} />
      ))}
      <SignRow track={track} top={bottom} />
      <DayRow track={track} top={bottom + SIGNS} />
    </>
  );
}

interface PanelProps {
  readonly id: string;
  readonly title: string;
  /** Key of the number. */
  readonly of: string;
  readonly shown: readonly Shown[];
  readonly track: Track;
  readonly top: number;
}

function Panel({ id, title, of, shown, track, top }: PanelProps): JSX.Element {
  const { x } = track;
  const points = shown.map((own, place) => ({
    at: (x(place) ?? 0) + x.bandwidth() / 2,
    value: own.run?.values?.[of] ?? null,
    isLeast: own.run?.isLeast === true,
    day: columnText(own.column),
    hole: holeText(own),
  }));
  const most = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const y = scaleLinear([0, most], [top + HEAD + HEIGHT, top + HEAD]).nice(3);
  const path = line<(typeof points)[number]>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => short(at))
    .y(({ value }) => short(y(value ?? 0)))(points);
  return (
    <g>
      <text class="label" x="0" y={top + 13}>
        {title}
      </text>
      <Levels y={y} track={track} />
      <Holes
        {...{ track, id }}
        top={top + HEAD}
        height={HEIGHT}
        places={points.flatMap(({ value }, place) => (value === null ? [place] : []))}
        says={(place) => points[place]?.hole ?? ''}
      />
      <path class="trend" d={path ?? ''} />
      {points.map(({ at, value, isLeast, day }) =>
        value === null ? null : (
          <circle class={isLeast ? 'point open' : 'point'} cx={short(at)} cy={short(y(value))} r="2.6">
            <title>{`${day}: ${isLeast ? 'at least ' : ''}${numberText(value)}`}</title>
          </circle>
        ),
      )}
    </g>
  );
}
