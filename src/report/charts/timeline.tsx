/** What each of many things said from run to run: a row for each, a bar as long as it said the same. */
import { scaleBand } from 'd3-scale';
import type { JSX } from 'preact';
import { Figure } from '../page/figure.tsx';
import { Badge, type Mark } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { Text } from '../page/text.tsx';
import { Hatch } from './stacked-bars.tsx';

export interface TimelineRow {
  readonly label: string;
  readonly bars: readonly TimelineBar[];
}

export interface TimelineBar {
  readonly mark: Mark;
  /** Places in the list of runs, both ends among them. */
  readonly first: number;
  readonly last: number;
}

interface TimelineProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What a row is. */
  readonly of: string;
  /** Oldest first. */
  readonly runs: readonly { readonly seq: number; readonly startedAt: string }[];
  readonly rows: readonly TimelineRow[];
}

const ROW = 20;
const TOP = 22;
const LEFT = 190;
const WIDTH = 900;
/** A sign needs so much room. */
const SIGN = 13;
const TICKS = 8;

export function Timeline({ id, title, description, of, runs, rows }: TimelineProps): JSX.Element {
  const x = scaleBand<number>(
    runs.map((_, place) => place),
    [LEFT, WIDTH],
  );
  const every = Math.max(1, Math.ceil(runs.length / TICKS));
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      height={TOP + rows.length * ROW + 4}
      width={WIDTH}
      table={<BarTable {...{ id, title, of, runs, rows }} />}
    >
      <Hatch id={`${id}-hatch`} />
      {runs.map(({ startedAt }, place) =>
        place % every === 0 ? (
          <text class="label small" x={(x(place) ?? 0) + 1} y="13">
            {startedAt.slice(5, 10)}
          </text>
        ) : null,
      )}
      {rows.map(({ label, bars }, index) => (
        <g>
          <text class="label" x="0" y={TOP + index * ROW + 14}>
            {label}
          </text>
          {bars.map((bar) => (
            <Bar
              bar={bar}
              says={`${label}, ${wordsOf(bar, runs)}`}
              hatch={`url(#${id}-hatch)`}
              left={x(bar.first) ?? LEFT}
              step={x.step()}
              top={TOP + index * ROW}
            />
          ))}
        </g>
      ))}
    </Figure>
  );
}

interface BarProps {
  readonly bar: TimelineBar;
  readonly says: string;
  readonly hatch: string;
  readonly left: number;
  readonly step: number;
  readonly top: number;
}

function Bar({ bar: { mark, first, last }, says, hatch, left, step, top }: BarProps): JSX.Element {
  const width = step * (last - first + 1);
  const box = { x: short(left), y: top + 1, width: short(width), height: ROW - 3 };
  // One in each run where there is room, else one in the middle.
  const places = step >= SIGN ? last - first + 1 : width >= SIGN ? 1 : 0;
  return (
    <g>
      <title>{says}</title>
      <rect class={`cell fill-${mark.tone}`} {...box} rx="2" />
      {mark.tone === 'unknown' && <rect {...box} fill={hatch} />}
      {Array.from({ length: places }, (_, place) => (
        <text
          class="small"
          x={short(left + (width / places) * (place + 0.5))}
          y={top + 14}
          text-anchor="middle"
        >
          {mark.sign}
        </text>
      ))}
    </g>
  );
}

const short = (pixels: number): number => Math.round(pixels * 10) / 10;

function wordsOf({ mark, first, last }: TimelineBar, runs: TimelineProps['runs']): string {
  const [from, to] = [runs[first], runs[last]].map(
    (run) => `record ${run?.seq}, ${run?.startedAt.slice(0, 10)}`,
  );
  return first === last ? `${mark.word}: ${from}` : `${mark.word}: ${from} to ${to}`;
}

interface BarRow extends TimelineBar {
  readonly label: string;
}

const BarTable = ({ id, title, of, runs, rows }: Omit<TimelineProps, 'description'>): JSX.Element => (
  <Table
    name={id}
    caption={title}
    rows={rows.flatMap(({ label, bars }) => bars.map((bar): BarRow => ({ ...bar, label })))}
    columns={[
      { title: of, kind: 'text', value: ({ label }) => label, show: ({ label }) => <Text value={label} /> },
      {
        title: 'Said',
        kind: 'text',
        value: ({ mark }) => mark.word,
        show: ({ mark }) => <Badge {...mark} />,
      },
      { title: 'From', kind: 'instant', value: ({ first }) => runs[first]?.startedAt ?? null },
      { title: 'To', kind: 'instant', value: ({ last }) => runs[last]?.startedAt ?? null },
      { title: 'From record', kind: 'count', value: ({ first }) => runs[first]?.seq ?? null },
      { title: 'To record', kind: 'count', value: ({ last }) => runs[last]?.seq ?? null },
      { title: 'Runs', kind: 'count', value: ({ first, last }) => last - first + 1 },
    ]}
  />
);
