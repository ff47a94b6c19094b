/** How many of several kinds there were over time, one on the other. What nobody knows is a hole, and never nothing. */
import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { JSX } from 'preact';
import { Figure } from '../page/figure.tsx';
import type { Mark } from '../page/marks.tsx';
import { Legend } from './legend.tsx';
import { Levels } from './levels.tsx';
import { Filled, Textures } from './textures.tsx';
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
import { holesIn, holeText, type Shown, shownIn, type TrendProps, type TrendRun } from './trend.ts';
import { TrendTable } from './trend-table.tsx';

export interface TrendSeries {
  readonly key: string;
  readonly mark: Mark;
}

interface ColumnsProps extends TrendProps {
  /** From the bottom to the top. */
  readonly series: readonly TrendSeries[];
}

const TOP = 8;
const HEIGHT = 170;
const BOTTOM = TOP + HEIGHT;
const HOLE: Mark = { tone: 'unknown', sign: '?', word: 'no run, or no answers', texture: 'blank' };

export function TrendColumns({ columns, series, ...props }: ColumnsProps): JSX.Element {
  const { id, title, description, runs, calendar } = props;
  const met = series.filter(({ key }) => runs.some(({ values }) => (values?.[key] ?? 0) > 0));
  const tracks = tracksOf(columns, { wide: 40, narrow: 30 });
  const drawn = (own: string, track: Track) => ({
    width: track.width,
    height: BOTTOM + SIGNS + DAYS,
    children: <Stacks id={own} track={track} series={met} runs={runs} />,
  });
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      legend={<Legend marks={[...met.map(({ mark }) => mark), HOLE]} />}
      {...drawn(id, tracks.wide)}
      narrow={drawn(`${id}-narrow`, tracks.narrow)}
      table={
        <TrendTable
          {...{ id, title, runs, calendar }}
          series={met.map(({ key, mark }) => ({ key, title: mark.word }))}
        />
      }
    />
  );
}

interface StacksProps {
  readonly id: string;
  readonly track: Track;
  readonly series: readonly TrendSeries[];
  readonly runs: readonly TrendRun[];
}

function Stacks({ id, track, series, runs }: StacksProps): JSX.Element {
  const shown = shownIn(track.columns, runs);
  const most = Math.max(1, ...shown.map(({ run }) => totalOf(run)));
  const y = scaleLinear([0, most], [BOTTOM, TOP]).nice(4);
  const { x } = track;
  return (
    <>
      <Textures id={id} />
      <Levels y={y} track={track} />
      {partsOf(shown, series).map(({ place, from, to, mark, says }) => (
        <g>
          <title>{says}</title>
          <Filled
            mark={mark}
            id={id}
            box={{
              x: short(x(place) ?? 0),
              width: short(x.bandwidth()),
              y: short(y(to)),
              height: short(y(from) - y(to)),
            }}
          />
        </g>
      ))}
      <Holes
        {...{ track, id }}
        top={TOP}
        height={HEIGHT}
        places={holesIn(shown)}
        says={(place) => saysAt(shown, place)}
      />
      <line class="axis" x1={track.left} x2={track.width} y1={BOTTOM} y2={BOTTOM} />
      <SignRow track={track} top={BOTTOM} />
      <DayRow track={track} top={BOTTOM + SIGNS} />
    </>
  );
}

const saysAt = (shown: readonly Shown[], place: number): string => {
  const own = shown[place];
  return own === undefined ? '' : holeText(own);
};

const totalOf = (run: TrendRun | undefined): number =>
  Object.values(run?.values ?? {}).reduce((sum, count) => sum + count, 0);

function partsOf(shown: readonly Shown[], series: readonly TrendSeries[]) {
  const layers = stack<Shown, string>()
    .keys(series.map(({ key }) => key))
    .value(({ run }, key) => run?.values?.[key] ?? 0)([...shown]);
  return layers.flatMap((layer, index) =>
    layer.flatMap(([from, to], place) => {
      const [own, each] = [shown[place], series[index]];
      if (own === undefined || each === undefined || to === from) return [];
      const least = own.run?.isLeast === true ? 'at least ' : '';
      const says = `${columnText(own.column)}: ${least}${to - from} ${each.mark.word}`;
      return [{ place, from, to, mark: each.mark, says }];
    }),
  );
}
