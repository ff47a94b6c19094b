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

const CELL = 26;
const LEFT = 64;

export function Calendar({ id, title, description, days }: CalendarProps): JSX.Element {
  const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))];
  const x = scaleBand<number>(
    Array.from({ length: 31 }, (_, index) => index + 1),
    [LEFT, LEFT + 31 * CELL],
  );
  const y = scaleBand<string>(months, [20, 20 + months.length * CELL]);
  return (
    <Figure
      id={id}
      title={title}
      description={description}
      height={months.length * CELL + 24}
      width={LEFT + 31 * CELL}
      table={<DayTable id={id} title={title} days={days} />}
    >
      {x.domain().map((number) => (
        <text class="label small" x={(x(number) ?? 0) + CELL / 2} y="13" text-anchor="middle">
          {number}
        </text>
      ))}
      {months.map((month) => (
        <text class="label" x="0" y={(y(month) ?? 0) + 17}>
          {month}
        </text>
      ))}
      {days.map((day) => (
        <Day day={day} x={x(Number(day.day.slice(8))) ?? 0} y={y(day.day.slice(0, 7)) ?? 0} />
      ))}
    </Figure>
  );
}

function Day({
  day,
  x,
  y,
}: {
  readonly day: CalendarDay;
  readonly x: number;
  readonly y: number;
}): JSX.Element {
  const { tone, sign } = markOf(STATUS_MARKS, day.state);
  const cell = (
    <>
      <title>{`${day.day}: ${day.state}. ${day.says}`}</title>
      <rect class={`cell fill-${tone}`} x={x} y={y} width={CELL} height={CELL} rx="4" />
      <text x={x + CELL / 2} y={y + 17} text-anchor="middle">
        {sign}
      </text>
    </>
  );
  return day.href === undefined ? <g>{cell}</g> : <a href={day.href}>{cell}</a>;
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
