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
  readonly table: ComponentChildren;
}

const WIDTH = 940;
const NODE = 10;
const GAP = 12;
const TOP = 26;
/** Where the nodes of each column begin; what is written stands beside them. */
const COLUMNS = [190, 470, 740] as const;
const LONGEST_NAME = 24;

interface Node {
  readonly name: string;
  readonly top: number;
  readonly height: number;
  readonly count: number;
}

export function Flow({ id, title, description, heads, ways, table }: FlowProps): JSX.Element {
  const total = ways.reduce((sum, { count }) => sum + count, 0);
  const counted = heads.map((_, column) => countsOf(ways, column));
  const most = Math.max(1, ...counted.map((each) => each.size));
  const height = Math.max(220, most * 34);
  // The fullest column fills the height; the others keep the same measure.
  const unit = (height - most * GAP) / Math.max(1, total);
  const columns = counted.map((counts) => placed(counts, unit, height));
  return (
    <Figure id={id} title={title} description={description} width={WIDTH} height={height + TOP} table={table}>
      {heads.map((head, column) => (
        <text class="label" x={labelAt(column)} y="12" text-anchor={anchorOf(column)}>
          {head}
        </text>
      ))}
      <Links ways={ways} columns={columns} unit={unit} />
      {columns.flatMap((nodes, column) =>
        [...nodes.values()].map((node) => <NodeMark node={node} column={column} />),
      )}
    </Figure>
  );
}

function countsOf(ways: readonly FlowWay[], column: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { steps, count } of ways) {
    const name = steps[column] ?? '';
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return new Map([...counts].sort(([, one], [, other]) => other - one));
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
  readonly columns: readonly ReadonlyMap<string, Node>[];
  readonly unit: number;
}

function Links({ ways, columns, unit }: LinksProps): JSX.Element {
  const line = linkHorizontal<unknown, readonly [number, number]>();
  // How much of each node's side is taken by the ways before.
  const taken = new Map<string, number>();
  const place = (column: number, name: string, side: string, width: number) => {
    const key = `${column} ${side} ${name}`;
    const used = taken.get(key) ?? 0;
    taken.set(key, used + width);
    return (columns[column]?.get(name)?.top ?? 0) + used + width / 2;
  };
  return (
    <>
      {ways.flatMap(({ steps, count, isOff }) =>
        [0, 1].map((column) => {
          const width = count * unit;
          const [from = '', to = ''] = [steps[column], steps[column + 1]];
          const source = [(COLUMNS[column] ?? 0) + NODE, place(column, from, 'out', width)] as const;
          const target = [COLUMNS[column + 1] ?? 0, place(column + 1, to, 'in', width)] as const;
          return (
            <path
              class={isOff ? 'link off' : 'link'}
              d={line({ source, target }) ?? ''}
              stroke-width={Math.max(1, isOff ? Math.min(2, width) : width)}
            />
          );
        }),
      )}
    </>
  );
}

const labelAt = (column: number) => (COLUMNS[column] ?? 0) + (column === 0 ? -8 : NODE + 8);
const anchorOf = (column: number) => (column === 0 ? 'end' : 'start');

const NodeMark = ({ node: { name, top, height, count }, column }: { node: Node; column: number }) => (
  <g>
    <title>{`${shortName(name, 200)}: ${numberText(count)}`}</title>
    <rect class="node" x={COLUMNS[column] ?? 0} y={top} width={NODE} height={height} rx="2" />
    <text class="halo" x={labelAt(column)} y={top + height / 2 + 4} text-anchor={anchorOf(column)}>
      {shortName(name, LONGEST_NAME)}
      <tspan class="label" dx="6">
        {numberText(count)}
      </tspan>
    </text>
  </g>
);
