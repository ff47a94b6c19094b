/** Faults of lists: pages that go round, totals that do not fit, records that come twice. */
import { describe, expect } from 'vitest';
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import {
  type CollectedRun,
  type FaultRow,
  type Json,
  listEdit,
  SCALE,
  tryRows,
} from '../support/fault-row.ts';

const PAGE = 5;
const onPages = { connection: { collect: { pageSize: PAGE } } } as const;
/** People of the workspace, and the pages that they fill. */
const ALL = SCALE.users;
const PAGES = Math.ceil(ALL / PAGE);

/** A fault of the list of users, read five at a time, which tells all there is of them. */
function onUsers(
  name: string,
  effect: FaultEffect,
  reason: string,
  also?: (users: CollectedRun['resources'][number]) => void,
): FaultRow {
  return {
    name,
    ...onPages,
    simulator: { permissionsInUserList: true },
    arrange: ({ fault }) => fault('listUsers', effect),
    gaps: { users: `partial ${reason} 200` },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete users'],
    also: ({ resources }) => {
      const users = resources.find(({ name: resource }) => resource === 'users');
      if (users === undefined) throw new Error('expected an entry about users');
      also?.(users);
    },
  };
}

interface Pagination {
  readonly current: string;
  readonly totalEntries: number;
}

/** The paging object of each answer, changed. */
function withPagination(change: (pagination: Pagination) => object): FaultEffect {
  return {
    kind: 'transform-json',
    transform: (body) => {
      const { data } = body as { data: { pagination: Pagination } & Json };
      return { data: { ...data, pagination: { ...data.pagination, ...change(data.pagination) } } };
    },
  };
}

const FIRST = Buffer.from('0').toString('base64');
let emptyPages = 0;

const cursors: readonly FaultRow[] = [
  onUsers('a page that names itself as the next one', { kind: 'repeat-cursor' }, 'cursor-loop'),
  onUsers('pages that lead back to the first', { kind: 'cursor-loop' }, 'cursor-loop', ({ requests }) =>
    expect(requests).toBeLessThan(10),
  ),
  onUsers(
    'empty pages for ever, each with a new cursor',
    {
      kind: 'transform-json',
      transform: () => {
        emptyPages += 1;
        const next = Buffer.from(String(emptyPages)).toString('base64');
        return { data: { users: [], pagination: { current: FIRST, next, totalEntries: ALL } } };
      },
    },
    'cursor-loop',
    ({ records, requests }) => expect([records, requests]).toEqual([null, 3]),
  ),
];

const totals: readonly FaultRow[] = [
  onUsers('a total larger than what comes', { kind: 'short-list', drop: 2 }, 'count-mismatch', (users) =>
    expect([users.records, users.reportedTotal]).toEqual([ALL - 2, ALL]),
  ),
  onUsers(
    'a total smaller than what comes',
    withPagination(({ totalEntries }) => ({ totalEntries: totalEntries - 1 })),
    'count-mismatch',
    (users) => expect([users.records, users.reportedTotal]).toEqual([ALL, ALL - 1]),
  ),
  onUsers('a total that grows from page to page', { kind: 'changing-total', by: 1 }, 'count-mismatch'),
  onUsers(
    'a total that only the last page has right',
    withPagination(({ current, totalEntries }) => ({
      totalEntries: current === FIRST ? totalEntries + 1 : totalEntries,
    })),
    'moved',
  ),
  {
    ...onUsers(
      'a total that is told nowhere is no fault',
      withPagination(() => ({ totalEntries: undefined })),
      '',
    ),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
];

const repeats: readonly FaultRow[] = [
  onUsers('records that come twice alike', { kind: 'repeat-record' }, 'duplicate-ids', (users) =>
    expect([users.records, users.repeats]).toEqual([ALL, PAGES]),
  ),
  onUsers(
    'records that come twice and differ',
    { kind: 'repeat-record', isDiffering: true },
    'duplicate-ids',
    (users) => expect([users.records, users.repeats]).toEqual([ALL + PAGES, undefined]),
  ),
  onUsers('a page that comes again in place of the next', { kind: 'repeat-page' }, 'count-mismatch'),
  {
    name: 'a person who is suppressed in two entries is counted once, and nothing is wrong',
    reads: ['suppressions'],
    arrange: ({ fault }) =>
      fault(
        'listSuppressions',
        listEdit('suppressed', (entries) => [...entries, ...entries.slice(0, 1)]),
      ),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
    also: ({ resources }) =>
      expect(resources.find(({ name }) => name === 'suppressions')).toMatchObject({ records: 8 }),
  },
];

const records: readonly FaultRow[] = [
  {
    name: 'a suppression without anybody in it does not fit, and is kept',
    arrange: ({ fault }) =>
      fault(
        'listSuppressions',
        listEdit('suppressed', ([first, ...others]) => [{ ...first, subjectIds: undefined }, ...others]),
      ),
    gaps: { suppressions: 'partial invalid-records 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete suppressions', 'schema-drift suppressions'],
  },
  {
    name: 'a user that is no object does not fit, and is kept',
    arrange: ({ fault }) =>
      fault(
        'listUsers',
        listEdit('users', (users) => [...users, 'somebody']),
      ),
    gaps: { users: 'partial invalid-records 200' },
    status: 'partial',
    exit: 4,
    // Nothing of it is a field that is known.
    conditions: ['collection-incomplete users', 'schema-drift users'],
    also: ({ resources }) => expect(resources.find(({ name }) => name === 'users')?.records).toBe(ALL + 1),
  },
  {
    name: 'a field that nobody knows is withheld and reported, and nothing is missing for it',
    arrange: ({ fault }) =>
      fault(
        'listSpaces',
        listEdit('spaces', (spaces) => spaces.map((space) => ({ ...space, brandNew: 'value' }))),
      ),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: ['schema-drift spaces'],
  },
];

describe('when the pages go round', () => tryRows(cursors));
describe('when the total does not fit', () => tryRows(totals));
describe('when something comes twice', () => tryRows(repeats));
describe('when a record is not what it should be', () => tryRows(records));
