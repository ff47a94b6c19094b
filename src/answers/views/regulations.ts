/**
 * Requests to delete or suppress people: how long each took, or has been open, and whether it was done within 30 days. Only
 * what is FINISHED everywhere is done. Whom a request is about is never said, only how many.
 */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { DAY_MS, listAt } from '../../evidence/records/fields.ts';
import {
  ENDED_OTHERWISE,
  isDoneWithin,
  regulationDays,
  regulationState,
  UNDER_WAY,
} from '../../evidence/records/regulations.ts';
import type { Cell } from '../table.ts';
import { sql } from './fields-sql.ts';
import { columnsOf, eachRecordOf, type FlatRow, flatView, withCell } from './flat.ts';
import type { Reader, Tally } from './view.ts';

const column = columnsOf('b');

/** What is counted against. */
const DAYS = 30;

interface Joins {
  readonly countedTo: string;
}

export const regulations = flatView<StoredRecord, Joins>({
  name: 'regulations',
  question: `Were requests to delete or suppress people done within ${DAYS} days?`,
  noun: ['request', 'requests'],
  inputs: [{ resource: 'regulations', gives: 'rows' }],
  columns: [
    column.id('Request id'),
    column.text('type', 'Request', 'regulationType'),
    column.text('subject_type', 'About', 'subjectType'),
    {
      key: 'subjects',
      title: 'How many',
      kind: 'count',
      of: ({ data }) => listAt(data, 'subjects')?.length ?? null,
      sql: `len(${sql.list('subjects', 'b.data')})`,
    },
    column.text('status', 'Status', 'status'),
    column.text('overall_status', 'With destinations', 'overallStatus'),
    column.instant('created_at', 'Made', 'createdAt'),
    column.instant('finished_at', 'Finished', 'finishedAt'),
    { key: 'state', title: 'State', kind: 'text', of: ({ data }) => regulationState(data), sql: stateSql() },
    {
      key: 'days',
      title: 'Days it took or is open',
      kind: 'count',
      of: ({ data }, { countedTo }) => regulationDays(data, countedTo),
      sql: (reader) => sql.days(sql.text('createdAt', 'b.data'), endSql(reader)),
    },
    {
      key: 'within_30_days',
      title: `Done within ${DAYS} days`,
      kind: 'text',
      of: ({ data }, { countedTo }) => isDoneWithin(DAYS, data, countedTo),
      sql: withinSql,
    },
  ],
  tallies: [
    of(`done within ${DAYS} days`, (state, within) => state === 'done' && within === 'yes'),
    of('done late', (state, within) => state === 'done' && within === 'no'),
    of('open and not yet due', (state, within) => isOpen(state) && within === 'not yet due'),
    of('open and overdue', (state, within) => isOpen(state) && within === 'no'),
    withCell('failed or done in part', 'state', 'not done'),
    of('of which nobody can tell', (state, within) => state !== 'not done' && within === 'not known'),
  ],
  join: async ({ countedTo }) => ({ countedTo }),
  ...eachRecordOf('regulations'),
  notes: ({ countedTo }) => [
    `days are counted to ${countedTo}`,
    'Segment lists the requests of the last 90 days: older ones are in older snapshots',
  ],
  sql: () => ({ from: 'regulations b', order: 'b.n' }),
});

/** Neither done nor failed, whatever Segment calls it. */
const isOpen = (state: Cell | undefined) => state === 'open' || state === 'not known';

function of(
  what: string,
  fits: (state: Cell | undefined, within: Cell | undefined) => boolean,
): Tally<FlatRow> {
  return { what, has: ({ state, within30Days }) => fits(state, within30Days) };
}

function stateSql(): string {
  const [status, overall] = [sql.text('status', 'b.data'), sql.text('overallStatus', 'b.data')];
  const isIn = (words: readonly string[]) => {
    const list = words.map((word) => `'${word}'`).join(', ');
    return `coalesce(${status} IN (${list}), false) OR coalesce(${overall} IN (${list}), false)`;
  };
  return `CASE WHEN coalesce(${status}, ${overall}) IS NULL THEN 'not known' WHEN coalesce(${status}, 'FINISHED') = 'FINISHED' AND coalesce(${overall}, 'FINISHED') = 'FINISHED' THEN 'done' WHEN ${isIn(ENDED_OTHERWISE)} THEN 'not done' WHEN ${isIn(UNDER_WAY)} THEN 'open' ELSE 'not known' END`;
}

function endSql({ countedTo }: Reader): string {
  return `CASE WHEN ${stateSql()} = 'done' THEN ${sql.text('finishedAt', 'b.data')} ELSE ${sql.literal(countedTo)} END`;
}

function withinSql(reader: Reader): string {
  const created = sql.time(sql.text('createdAt', 'b.data'));
  const elapsed = `(${sql.time(endSql(reader))} - ${created})`;
  return `CASE WHEN ${elapsed} IS NULL THEN 'not known' WHEN ${stateSql()} = 'done' THEN CASE WHEN ${elapsed} <= ${DAYS * DAY_MS} THEN 'yes' ELSE 'no' END WHEN ${elapsed} <= ${DAYS * DAY_MS} THEN 'not yet due' ELSE 'no' END`;
}
