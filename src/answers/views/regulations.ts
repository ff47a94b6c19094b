/**
 * Requests to delete or suppress people: how long each took, or has been open, and whether it was done within 30 days. Only
 * what is FINISHED everywhere is done. Whom a request is about is never said, only how many.
 */
import type { StoredRecord } from '../../../schemas/lines.ts';
import { daysBetween, listAt, textAt, timeOf } from '../../evidence/records/fields.ts';
import type { Cell } from '../table.ts';
import { sql } from './fields-sql.ts';
import { columnsOf, eachRecordOf, type FlatRow, flatView, withCell } from './flat.ts';
import type { Reader, Tally } from './view.ts';

const column = columnsOf('b');

/** What is counted against. */
const DAYS = 30;
const DAY_MS = 86_400_000;

const ENDED_OTHERWISE = ['FAILED', 'INVALID', 'NOT_SUPPORTED', 'PARTIAL_SUCCESS'] as const;
const UNDER_WAY = ['INITIALIZED', 'RUNNING'] as const;

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
    { key: 'state', title: 'State', kind: 'text', of: ({ data }) => stateOf(data), sql: stateSql() },
    {
      key: 'days',
      title: 'Days it took or is open',
      kind: 'count',
      of: ({ data }, { countedTo }) => daysBetween(textAt(data, 'createdAt'), endOf(data, countedTo)),
      sql: (reader) => sql.days(sql.text('createdAt', 'b.data'), endSql(reader)),
    },
    {
      key: 'within_30_days',
      title: `Done within ${DAYS} days`,
      kind: 'text',
      of: ({ data }, { countedTo }) => withinOf(data, countedTo),
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

type State = 'done' | 'not done' | 'open' | 'not known';

/** Segment's own part and that of destinations, where it says both: the worse of the two. */
function stateOf(data: unknown): State {
  const given = [textAt(data, 'status'), textAt(data, 'overallStatus')].filter((status) => status !== null);
  const has = (words: readonly string[]) => given.some((status) => words.includes(status));
  if (given.length === 0) return 'not known';
  if (given.every((status) => status === 'FINISHED')) return 'done';
  if (has(ENDED_OTHERWISE)) return 'not done';
  return has(UNDER_WAY) ? 'open' : 'not known';
}

/** When it was done; until then it grows older. */
function endOf(data: unknown, countedTo: string): string | null {
  return stateOf(data) === 'done' ? textAt(data, 'finishedAt') : countedTo;
}

function withinOf(data: unknown, countedTo: string): string {
  const [start, end] = [timeOf(textAt(data, 'createdAt')), timeOf(endOf(data, countedTo))];
  if (start === null || end === null) return 'not known';
  const isInTime = end - start <= DAYS * DAY_MS;
  if (stateOf(data) === 'done') return isInTime ? 'yes' : 'no';
  return isInTime ? 'not yet due' : 'no';
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
