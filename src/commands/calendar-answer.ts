/** The calendar of a period as an answer that somebody takes away: a row for each slot that was due, and for each run off the schedule. */
import { type Answer, standingOf } from '../answers/answer.ts';
import type { Table } from '../answers/table.ts';
import type { CalendarSlot, OffSchedule } from '../schedule/calendar.ts';
import { CALENDAR_SCHEMA, calendarExit } from './calendar.ts';
import type { ConnectionCalendar } from './calendar-text.ts';

interface Row {
  readonly connection: string;
  readonly at: string;
  readonly isDue: boolean;
  readonly state: CalendarSlot['state'];
  readonly seq?: number | undefined;
  readonly trigger?: string | undefined;
  readonly reasons: readonly string[];
}

export interface CalendarOf {
  readonly from: string;
  readonly to: string;
  readonly calendars: readonly ConnectionCalendar[];
}

/** Returns the calendar with a row for each slot and run, as tables have it. */
export function calendarAnswer({ from, to, calendars }: CalendarOf): Answer {
  const rows = calendars.flatMap(rowsOf);
  const due = rows.filter(({ isDue }) => isDue).length;
  const names = calendars.map(({ connection }) => connection).join(', ');
  const answer: Answer<Row> = {
    question: 'Which runs were due, and which are there?',
    standing: standingOf(
      `all ${due} runs of ${names} that were due from ${from} to ${to} are there and complete`,
      calendars.flatMap(gapsOf),
    ),
    cover: [['Period', `${from} to ${to}`], ...calendars.flatMap(coverOf)],
    exitCode: calendarExit(calendars),
    table: tableOf(rows),
    sheets: [uncoveredTable(calendars)],
    head: { schema: CALENDAR_SCHEMA, from, to },
    rowsKey: 'connections',
  };
  return answer as Answer;
}

/** Returns the same with a row for each connection, as its JSON document has it. */
export function calendarDocumentOf(calendar: CalendarOf): Answer {
  const answer = calendarAnswer(calendar);
  return {
    ...answer,
    table: {
      ...answer.table,
      rows: async function* () {
        yield* calendar.calendars;
      },
    },
  };
}

function rowsOf({ connection, slots, offSchedule }: ConnectionCalendar): readonly Row[] {
  const due = slots.map(
    ({ slot, state, seq, reasons }): Row => ({ connection, at: slot, isDue: true, state, seq, reasons }),
  );
  const off = offSchedule.map((run: OffSchedule): Row => {
    const { slot, startedAt, state, seq, trigger, reasons } = run;
    return { connection, at: slot ?? startedAt, isDue: false, state, seq, trigger, reasons };
  });
  return [...due, ...off].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

const STATES = ['partial', 'failed', 'missing', 'expired'] as const;

/** Returns what a calendar lacks, a sentence each without its full stop. */
export function gapsOf({
  connection,
  slots,
  uncovered,
  problems = [],
}: ConnectionCalendar): readonly string[] {
  if (problems.length > 0) return problems.map((problem) => `${connection}: not known: ${problem}`);
  const bad = STATES.flatMap((state) => {
    const count = slots.filter((slot) => slot.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const open = uncovered.map((span) => `nothing covers ${span.from} to ${span.to}`);
  return [...bad, ...open].map((gap) => `${connection}: ${gap}`);
}

function coverOf({ connection, slots, offSchedule, problems = [] }: ConnectionCalendar): Answer['cover'] {
  if (problems.length > 0) return [['Connection', `${connection}: not known: ${problems.join('; ')}`]];
  const complete = slots.filter(({ state }) => state === 'complete').length;
  const text = `${connection}: ${slots.length} due by the schedule that each snapshot keeps, ${complete} complete; ${offSchedule.length} off the schedule, which fill no slot`;
  return [['Connection', text]];
}

function tableOf(rows: readonly Row[]): Table<Row> {
  return {
    name: 'calendar',
    columns: [
      { key: 'connection', title: 'Connection', kind: 'text', value: ({ connection }) => connection },
      { key: 'slot', title: 'Slot', kind: 'instant', value: ({ at }) => at },
      { key: 'due', title: 'Due', kind: 'flag', value: ({ isDue }) => isDue },
      { key: 'state', title: 'State', kind: 'text', value: ({ state }) => state },
      { key: 'record', title: 'Record', kind: 'count', value: ({ seq = null }) => seq },
      { key: 'trigger', title: 'Begun by', kind: 'text', value: ({ trigger = null }) => trigger },
      { key: 'reasons', title: 'Reasons', kind: 'list', value: ({ reasons }) => reasons },
    ],
    rows: async function* () {
      yield* rows;
    },
  };
}

function uncoveredTable(calendars: readonly ConnectionCalendar[]): Table {
  const spans = calendars.flatMap(({ connection, uncovered }) =>
    uncovered.map((span) => ({ connection, ...span })),
  );
  const table: Table<(typeof spans)[number]> = {
    name: 'not covered',
    columns: [
      { key: 'connection', title: 'Connection', kind: 'text', value: ({ connection }) => connection },
      { key: 'from', title: 'From', kind: 'instant', value: ({ from }) => from },
      { key: 'to', title: 'To', kind: 'instant', value: ({ to }) => to },
    ],
    rows: async function* () {
      yield* spans;
    },
  };
  return table as Table;
}
