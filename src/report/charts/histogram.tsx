/** How many are how old, with the limits that matter as lines. */
import { scaleBand, scaleLinear } from 'd3-scale';
import type { JSX } from 'preact';
import { Figure } from '../page/figure.tsx';
import { numberText, type Tone } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';
import { percent } from './stacked-bars.tsx';

export interface Bin {
  readonly label: string;
  readonly count: number;
  readonly tone: Tone;
}

interface HistogramProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What is counted, above the table's second column. */
  readonly of: string;
  /** From left to right. */
  readonly bins: readonly Bin[];
  /** A line behind so many bins, with what it means. */
  readonly limits: readonly { readonly after: number; readonly says: string }[];
}

const HEIGHT = 190;
const [TOP, BOTTOM] = [30, 160];

export function Histogram({ id, title, description, of, bins, limits }: HistogramProps): JSX.Element {
  const x = scaleBand<number>(
    bins.map((_, index) => index),
    [0, 100],
  ).paddingInner(0.12);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const y = scaleLinear([0, most], [BOTTOM, TOP + 14]);
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      height={HEIGHT}
      table={<BinTable id={id} title={title} of={of} bins={bins} />}
    >
      <line class="axis" x1="0" x2="100%" y1={BOTTOM} y2={BOTTOM} />
      {bins.map((bin, index) => (
        <Bar bin={bin} left={x(index) ?? 0} width={x.bandwidth()} top={y(bin.count)} />
      ))}
      {limits.map(({ after, says }) => {
        const at = percent((x(after) ?? 100) - (x.step() - x.bandwidth()) / 2);
        return (
          <g>
            <line class="limit" x1={at} x2={at} y1={TOP - 12} y2={BOTTOM} />
            <text class="small ink-bad" x={at} y={TOP - 16} text-anchor="middle">
              {says}
            </text>
          </g>
        );
      })}
    </Figure>
  );
}

interface BarProps {
  readonly bin: Bin;
  /** In hundredths of the width. */
  readonly left: number;
  readonly width: number;
  readonly top: number;
}

function Bar({ bin: { label, count, tone }, left, width, top }: BarProps): JSX.Element {
  const middle = percent(left + width / 2);
  return (
    <g>
      <rect
        class={`cell fill-${tone}`}
        x={percent(left)}
        width={percent(width)}
        y={top}
        height={BOTTOM - top}
        rx="2"
      />
      <text x={middle} y={top - 5} text-anchor="middle">
        {numberText(count)}
      </text>
      <text class="label small" x={middle} y={BOTTOM + 18} text-anchor="middle">
        {label}
      </text>
    </g>
  );
}

const BinTable = ({ id, title, of, bins }: Pick<HistogramProps, 'id' | 'title' | 'of' | 'bins'>) => (
  <Table
    name={id}
    caption={title}
    rows={bins}
    columns={[
      { title: 'How long', kind: 'text', value: ({ label }) => label },
      { title: of, kind: 'count', value: ({ count }) => count },
    ]}
  />
);
