/** Days as a calendar, a row for each month: which have evidence, and which have not. */
import { scaleBand } from 'd3-scale';
import type { JSX } from 'preact';
import { Figure } from '../page/figure.tsx';
import { Badge, markOf, STATUS_MARKS } from '../page/marks.tsx';
import { Table } from '../page/table.tsx';

export interface CalendarDay {
  /** `2026-11-22`. */
  readonly day: string;
  /** As `status` has it; what a day with several slots is called is the worst of them. */
  readonly state: 'complete' | 'partial' | 'failed' | 'missing' | 'expired';
  /** A sentence: what was read, or why not. */
  readonly says: string;
  /** A view or a page that has more of it: `#record-3`. */
  readonly href?: string;
}

interface CalendarProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Oldest first. */
  readonly days: readonly CalendarDay[];
}

/** How it is drawn: a month in one line, or in several. */
interface Layout {
  readonly cell: number;
  readonly left: number;
  /** Days in a line. */
  readonly across: number;
}

const WIDE: Layout = { cell: 26, left: 64, across: 31 };
const NARROW: Layout = { cell: 17, left: 62, across: 16 };
const TOP = 20;
const DAYS = 31;

export function Calendar({ id, title, description, days }: CalendarProps): JSX.Element {
  const drawn = (as: Layout) => ({
    height: linesOf(days, as).length * as.cell + TOP + 4,
    width: as.left + as.across * as.cell,
    children: <Months days={days} layout={as} />,
  });
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      {...drawn(WIDE)}
      narrow={drawn(NARROW)}
      table={<DayTable id={id} title={title} days={days} />}
    />
  );
}

/** `2026-11`, and where a month has a second line `2026-11/1`. */
function linesOf(days: readonly CalendarDay[], { across }: Layout): readonly string[] {
  const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))];
  const each = Math.ceil(DAYS / across);
  return months.flatMap((month) => Array.from({ length: each }, (_, line) => lineName(month, line)));
}

const lineName = (month: string, line: number) => (line === 0 ? month : `${month}/${line}`);

function Months({ days, layout }: Pick<CalendarProps, 'days'> & { readonly layout: Layout }): JSX.Element {
  const { cell, left, across } = layout;
  const lines = linesOf(days, layout);
  const x = scaleBand<number>(
    Array.from({ length: across }, (_, index) => index),
    [left, left + across * cell],
  );
  const y = scaleBand<string>(lines, [TOP, TOP + lines.length * cell]);
  return (
    <>
      {x.domain().map((place) => (
        <text class="label small" x={(x(place) ?? 0) + cell / 2} y="13" text-anchor="middle">
          {across < DAYS && place > 0 && place % 5 !== 0 ? '' : place + 1}
        </text>
      ))}
      {lines.map((line) => (
        <text class="label" x="0" y={(y(line) ?? 0) + cell * 0.66}>
          {line.includes('/') ? `from ${across + 1}` : line}
        </text>
      ))}
      {days.map((day) => {
        const place = Number(day.day.slice(8)) - 1;
        const line = lineName(day.day.slice(0, 7), Math.floor(place / across));
        return <Day day={day} cell={cell} x={x(place % across) ?? 0} y={y(line) ?? 0} />;
      })}
    </>
  );
}

interface DayProps {
  readonly day: CalendarDay;
  readonly cell: number;
  readonly x: number;
  readonly y: number;
}

function Day({ day, cell, x, y }: DayProps): JSX.Element {
  const { tone, sign } = markOf(STATUS_MARKS, day.state);
  const drawn = (
    <>
      <title>{`${day.day}: ${day.state}. ${day.says}`}</title>
      <rect class={`cell fill-${tone}`} x={x} y={y} width={cell} height={cell} rx="4" />
      <text class="small" x={x + cell / 2} y={y + cell / 2 + 4} text-anchor="middle">
        {sign}
      </text>
    </>
  );
  return day.href === undefined ? <g>{drawn}</g> : <a href={day.href}>{drawn}</a>;
}

const DayTable = ({ id, title, days }: Pick<CalendarProps, 'id' | 'title' | 'days'>) => (
  <Table
    name={id}
    caption={title}
    rows={days}
    columns={[
      { title: 'Day', kind: 'text', value: ({ day }) => day },
      {
        title: 'State',
        kind: 'text',
        value: ({ state }) => state,
        show: ({ state }) => <Badge {...markOf(STATUS_MARKS, state)} />,
      },
      { title: 'Says', kind: 'text', value: ({ says }) => says },
    ]}
  />
);
