/** Ways in three columns, such as from a source to a vendor to a region: how wide says how many. */
import { linkHorizontal } from 'd3-shape';
import type { ComponentChildren, JSX } from 'preact';
import { Figure } from '../page/figure.tsx';
import { numberText } from '../page/marks.tsx';
import { shortName } from '../page/text.tsx';

/** Steps from column to column. */
export interface FlowWay {
  readonly steps: readonly [string, string, string];
  readonly count: number;
  /** None of it is on: drawn broken. */
  readonly isOff: boolean;
}

interface FlowProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly heads: readonly [string, string, string];
  readonly ways: readonly FlowWay[];
  /** What is joined, and comes behind all that has a name of its own. */
  readonly last?: string | undefined;
  readonly table: ComponentChildren;
}

/** How it is drawn: columns beside each other, and what is written beside them. */
interface Layout {
  readonly width: number;
  /** Which steps, and where each begins. */
  readonly columns: readonly {
    readonly step: number;
    readonly at: number;
    /** So many letters of a name have room. */
    readonly letters: number;
  }[];
}

const WIDE: Layout = {
  width: 960,
  columns: [
    { step: 0, at: 190, letters: 24 },
    { step: 1, at: 460, letters: 30 },
    { step: 2, at: 770, letters: 24 },
  ],
};
/** On a telephone, two columns at a time: there is no room for three. */
const PAIRS: readonly Layout[] = [0, 1].map((step) => ({
  width: 340,
  columns: [
    { step, at: 112, letters: 11 },
    { step: step + 1, at: 172, letters: 16 },
  ],
}));
const NODE = 10;
const GAP = 12;
const TOP = 26;
/** Between two drawings, one below the other. */
const BETWEEN = 18;

interface Node {
  readonly name: string;
  readonly top: number;
  readonly height: number;
  readonly count: number;
}

export function Flow({ id, title, description, heads, ways, table, last }: FlowProps): JSX.Element {
  const height = heightOf(ways, last);
  const drawn = (layout: Layout) => <Columns {...{ heads, ways, height, layout }} last={last} />;
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      width={WIDE.width}
      height={height + TOP}
      narrow={{
        width: PAIRS[0]?.width ?? 0,
        height: (height + TOP + BETWEEN) * PAIRS.length,
        children: PAIRS.map((layout, index) => (
          <g transform={`translate(0 ${index * (height + TOP + BETWEEN)})`}>{drawn(layout)}</g>
        )),
      }}
      table={table}
    >
      {drawn(WIDE)}
    </Figure>
  );
}

type Counts = readonly ReadonlyMap<string, number>[];

const countsIn = (ways: readonly FlowWay[], last?: string): Counts =>
  [0, 1, 2].map((column) => countsOf(ways, column, last));

const mostIn = (counts: Counts) => Math.max(1, ...counts.map(({ size }) => size));
const heightOf = (ways: readonly FlowWay[], last?: string) =>
  Math.max(220, mostIn(countsIn(ways, last)) * 34);

interface ColumnsProps extends Pick<FlowProps, 'heads' | 'ways' | 'last'> {
  readonly height: number;
  readonly layout: Layout;
}

function Columns({ heads, ways, height, layout, last }: ColumnsProps): JSX.Element {
  const total = ways.reduce((sum, { count }) => sum + count, 0);
  const counted = countsIn(ways, last);
  // The fullest column fills the height; the others keep the same measure.
  const unit = (height - mostIn(counted) * GAP) / Math.max(1, total);
  const columns = layout.columns.map(({ step, at, letters }, place) => ({
    step,
    at,
    letters,
    nodes: placed(counted[step] ?? new Map(), unit, height),
    label:
      place === 0
        ? ({ at: at - 8, anchor: 'end' } as const)
        : ({ at: at + NODE + 8, anchor: 'start' } as const),
  }));
  return (
    <>
      {columns.map(({ step, label }) => (
        <text class="label" x={label.at} y="12" text-anchor={label.anchor}>
          {heads[step]}
        </text>
      ))}
      {columns.slice(1).map((to, place) => {
        const from = columns[place];
        return from === undefined ? null : <Links {...{ ways, from, to, unit }} />;
      })}
      {columns.flatMap((column) =>
        [...column.nodes.values()].map((node) => <NodeMark node={node} column={column} />),
      )}
    </>
  );
}

interface PlacedColumn {
  readonly step: number;
  readonly at: number;
  readonly letters: number;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly label: { readonly at: number; readonly anchor: 'start' | 'end' };
}

function countsOf(ways: readonly FlowWay[], column: number, last?: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { steps, count } of ways) {
    const name = steps[column] ?? '';
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const rank = ([name, count]: readonly [string, number]) => (name === last ? -1 : count);
  return new Map([...counts].sort((one, other) => rank(other) - rank(one)));
}

function placed(
  counts: ReadonlyMap<string, number>,
  unit: number,
  height: number,
): ReadonlyMap<string, Node> {
  const used = [...counts.values()].reduce((sum, count) => sum + Math.max(2, count * unit) + GAP, -GAP);
  let top = TOP + Math.max(0, (height - used) / 2);
  return new Map(
    [...counts].map(([name, count]) => {
      const node = { name, count, top, height: Math.max(2, count * unit) };
      top += node.height + GAP;
      return [name, node];
    }),
  );
}

interface LinksProps {
  readonly ways: readonly FlowWay[];
  readonly from: PlacedColumn;
  readonly to: PlacedColumn;
  readonly unit: number;
}

function Links({ ways, from, to, unit }: LinksProps): JSX.Element {
  const line = linkHorizontal<unknown, readonly [number, number]>();
  // How much of each node's side is taken by the ways before.
  const taken = new Map<string, number>();
  const place = ({ step, nodes }: PlacedColumn, name: string, width: number) => {
    const key = `${step} ${name}`;
    const used = taken.get(key) ?? 0;
    taken.set(key, used + width);
    return (nodes.get(name)?.top ?? 0) + used + width / 2;
  };
  return (
    <>
      {ways.map(({ steps, count, isOff }) => {
        const width = count * unit;
        const source = [from.at + NODE, place(from, steps[from.step] ?? '', width)] as const;
        const target = [to.at, place(to, steps[to.step] ?? '', width)] as const;
        return (
          <path
            class={isOff ? 'link off' : 'link'}
            d={line({ source, target }) ?? ''}
            stroke-width={Math.max(1, isOff ? Math.min(2, width) : width)}
          />
        );
      })}
    </>
  );
}

interface NodeProps {
  readonly node: Node;
  readonly column: PlacedColumn;
}

const NodeMark = ({ node, column: { at, label, letters } }: NodeProps) => (
  <g>
    <title>{`${shortName(node.name, 200)}: ${numberText(node.count)}`}</title>
    <rect class="node" x={at} y={node.top} width={NODE} height={node.height} rx="2" />
    <text class="halo" x={label.at} y={node.top + node.height / 2 + 4} text-anchor={label.anchor}>
      {shortName(node.name, letters)}
      <tspan class="label" dx="6">
        {numberText(node.count)}
      </tspan>
    </text>
  </g>
);
