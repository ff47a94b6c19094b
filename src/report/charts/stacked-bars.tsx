/** Bars of several parts, one below the other: how many of each outcome an area has. */
import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { JSX } from 'preact';
import { Figure } from '../page/figure.tsx';
import { type Mark, numberText } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { shortName } from '../page/text.tsx';
import { Legend } from './legend.tsx';
import { Filled, Textures } from './textures.tsx';

export interface BarRow {
  readonly label: string;
  /** By the key of a part. */
  readonly counts: Readonly<Record<string, number>>;
}

interface Bars {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** From left to right. */
  readonly parts: readonly { readonly key: string; readonly mark: Mark }[];
  readonly rows: readonly BarRow[];
  /** What a row is. */
  readonly of: string;
}

const ROW = 40;
const BAR = 18;
/** Narrower parts have no room for their number, or for number and sign: the table has it. */
const LEAST_PERCENT = 2;
const SIGN_PERCENT = 4;
/** As wide as this there is room for the sign on a telephone too. */
const ROOMY_PERCENT = 12;

export function StackedBars({ id, title, description, parts, rows, of }: Bars): JSX.Element {
  const met = parts.filter(({ key }) => rows.some(({ counts }) => (counts[key] ?? 0) > 0));
  const most = Math.max(1, ...rows.map(totalOf));
  // In hundredths of the width, so that the letters stay as large as they are in text.
  const x = scaleLinear([0, most], [0, 100]);
  const series = stack<BarRow, string>()
    .keys(met.map(({ key }) => key))
    .value(({ counts }, key) => counts[key] ?? 0)([...rows]);
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      height={rows.length * ROW}
      legend={<Legend marks={met.map(({ mark }) => mark)} />}
      table={<BarTable {...{ id, title, rows, of }} parts={met} />}
    >
      <Textures id={id} />
      {rows.map((row, index) => (
        <text class="label" x="0" y={index * ROW + 15}>
          {shortName(row.label, 60)}
        </text>
      ))}
      {series.flatMap((layer, part) =>
        layer.map(([from, to], index) => {
          const mark = met[part]?.mark;
          if (mark === undefined || to === from) return null;
          return (
            <Part {...{ mark, id, count: to - from, left: x(from), width: x(to) - x(from) }} row={index} />
          );
        }),
      )}
    </Figure>
  );
}

interface PartProps {
  readonly mark: Mark;
  readonly count: number;
  /** In hundredths of the width. */
  readonly left: number;
  readonly width: number;
  readonly row: number;
  /** Of the chart. */
  readonly id: string;
}

function Part({ mark, count, left, width, row, id }: PartProps): JSX.Element {
  const box = { x: percent(left), y: row * ROW + 19, width: percent(width), height: BAR };
  return (
    <g>
      <title>{`${mark.word}: ${numberText(count)}`}</title>
      <Filled mark={mark} id={id} box={box} />
      {width >= LEAST_PERCENT && (
        <text class="small over" x={percent(left + width / 2)} y={box.y + 13} text-anchor="middle">
          {width >= SIGN_PERCENT && (
            <tspan class={width >= ROOMY_PERCENT ? '' : 'roomy'}>{`${mark.sign} `}</tspan>
          )}
          {numberText(count)}
        </text>
      )}
    </g>
  );
}

const totalOf = ({ counts }: BarRow) => Object.values(counts).reduce((sum, count) => sum + count, 0);

export const percent = (share: number): string => `${Math.round(share * 1000) / 1000}%`;

function BarTable({ id, title, rows, parts, of }: Omit<Bars, 'description'>): JSX.Element {
  return (
    <Table
      name={id}
      caption={title}
      rows={rows}
      columns={[
        { title: of, kind: 'text', value: ({ label }) => label },
        ...parts.map(({ key, mark }) => ({
          title: mark.word,
          kind: 'count' as const,
          value: ({ counts }: BarRow) => counts[key] ?? 0,
        })),
      ]}
    />
  );
}
