/** What each of many things said from run to run: a row for each, a bar as long as it said the same. */
import { scaleBand } from 'd3-scale';
import type { JSX } from 'preact';
import { Figure } from '../page/figure.tsx';
import { Badge, type Mark } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { shortName, Text } from '../page/text.tsx';
import { Filled, Textures } from './textures.tsx';

export interface TimelineRow {
  readonly label: string;
  /** What it is about, where the label is an id. */
  readonly title?: string;
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

/** How it is drawn: what stands left of the bars, or above each of them. */
interface Layout {
  readonly width: number;
  readonly left: number;
  /** From row to row. */
  readonly row: number;
  /** Where the bar begins in its row. */
  readonly bar: number;
  readonly letters: number;
  readonly ticks: number;
}

const PLAIN: Layout = { width: 900, left: 190, row: 20, bar: 1, letters: 30, ticks: 8 };
const TITLED: Layout = { width: 1100, left: 410, row: 20, bar: 1, letters: 62, ticks: 7 };
const NARROW: Layout = { width: 340, left: 0, row: 36, bar: 18, letters: 50, ticks: 4 };
const TOP = 22;
const BAR = 17;
/** A sign needs so much room. */
const SIGN = 13;

export function Timeline({ id, title, description, of, runs, rows }: TimelineProps): JSX.Element {
  const layout = rows.some((row) => row.title !== undefined) ? TITLED : PLAIN;
  const drawn = (id: string, as: Layout) => ({
    height: TOP + rows.length * as.row + 4,
    width: as.width,
    children: <Lines {...{ id, runs, rows }} layout={as} />,
  });
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      {...drawn(id, layout)}
      narrow={drawn(`${id}-narrow`, NARROW)}
      table={<BarTable {...{ id, title, of, runs, rows }} />}
    />
  );
}

interface LinesProps extends Pick<TimelineProps, 'id' | 'runs' | 'rows'> {
  readonly layout: Layout;
}

function Lines({ id, runs, rows, layout }: LinesProps): JSX.Element {
  const { width, left, row, bar, letters, ticks } = layout;
  const x = scaleBand<number>(
    runs.map((_, place) => place),
    [left, width],
  );
  const every = Math.max(1, Math.ceil(runs.length / ticks));
  return (
    <>
      <Textures id={id} />
      {runs.map(({ startedAt }, place) =>
        place % every === 0 ? (
          <text class="label small" x={(x(place) ?? 0) + 1} y="13">
            {startedAt.slice(5, 10)}
          </text>
        ) : null,
      )}
      {rows.map((line, index) => (
        <g>
          <Label line={line} y={TOP + index * row + 14} letters={letters} />
          {line.bars.map((each) => (
            <Bar
              bar={each}
              says={`${line.label}, ${wordsOf(each, runs)}`}
              id={id}
              left={x(each.first) ?? left}
              step={x.step()}
              top={TOP + index * row + bar}
            />
          ))}
        </g>
      ))}
    </>
  );
}

interface LabelProps {
  readonly line: TimelineRow;
  readonly y: number;
  readonly letters: number;
}

/** An id alone tells nobody what it is about. */
const Label = ({ line: { label, title }, y, letters }: LabelProps): JSX.Element => (
  <text x="0" y={y}>
    {title === undefined ? shortName(label, letters) : `${shortName(label, 12)} `}
    {title !== undefined && <tspan class="label">{shortName(title, letters - label.length)}</tspan>}
  </text>
);

interface BarProps {
  readonly bar: TimelineBar;
  readonly says: string;
  /** Of the chart. */
  readonly id: string;
  readonly left: number;
  readonly step: number;
  readonly top: number;
}

function Bar({ bar: { mark, first, last }, says, id, left, step, top }: BarProps): JSX.Element {
  const width = step * (last - first + 1);
  const box = { x: short(left), y: top, width: short(width), height: BAR };
  // One in each run where there is room, else one in the middle.
  const places = step >= SIGN ? last - first + 1 : width >= SIGN ? 1 : 0;
  return (
    <g>
      <title>{says}</title>
      <Filled mark={mark} id={id} box={box} />
      {Array.from({ length: places }, (_, place) => (
        <text
          class="small"
          x={short(left + (width / places) * (place + 0.5))}
          y={top + 13}
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

export const BarTable = ({ id, title, of, runs, rows }: Omit<TimelineProps, 'description'>): JSX.Element => (
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
