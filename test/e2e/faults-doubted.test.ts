/** Answers that are not all there is, and say so somewhere. */
import { describe, expect } from 'vitest';
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import { type FaultRow, tryRows } from '../support/fault-row.ts';
import { beside, entryOf, inPagination, items, onBody, partial, within } from '../support/list-fault.ts';

const onUsers =
  (effect: FaultEffect): FaultRow['arrange'] =>
  ({ fault }) =>
    fault('listUsers', effect);
const page = { connection: { collect: { pageSize: 5 } } } as const;
const doubted = (name: string, effect: FaultEffect, detail: string): FaultRow =>
  partial(name, 'users', 'truncated', onUsers(effect), { because: { users: detail } });

const answers: readonly FaultRow[] = [
  ...([203, 206] as const).map((status) => ({
    ...doubted(`HTTP ${status}`, { kind: 'other-success', status }, 'with another status than 200'),
    gaps: { users: `partial truncated ${status}` },
  })),
  doubted('errors beside the data', beside({ errors: [{ type: 'timeout' }] }), 'with errors beside the data'),
  doubted('a body that says truncated', beside({ truncated: true }), 'that say something is missing'),
  doubted('data that says it is partial', within({ isPartial: 'true' }), 'that say something is missing'),
  doubted(
    'paging that says there is more, and not where',
    inPagination({ hasMore: true }),
    'something is missing',
  ),
  doubted(
    'a body with a member whose name stands twice',
    {
      kind: 'transform-text',
      transform: (text) => text.replace('"users":', '"users":[],"users":'),
    },
    'with members whose name stands twice',
  ),
  {
    name: 'empty errors, and paging that says there is more where it goes on, are no fault',
    ...page,
    arrange: ({ fault }) =>
      fault(
        'listUsers',
        onBody(({ data }) => ({
          errors: [],
          warnings: null,
          data: {
            ...data,
            pagination: { ...data.pagination, hasMore: typeof data.pagination?.['next'] === 'string' },
          },
        })),
      ),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
  partial(
    'a detail that came with 206',
    'users',
    'truncated',
    ({ fault }) => fault('getUser', { kind: 'other-success', status: 206 }, 1),
    { simulator: { permissionsInUserList: false } },
  ),
  partial(
    'as many events as were asked for, without a word about more',
    'audit-events',
    'truncated',
    ({ fault }) => {
      fault(
        'listAuditEvents',
        onBody(({ data: { pagination: _none, ...data } }) => ({ data })),
      );
    },
    { connection: { collect: { pageSize: 5 } } },
  ),
  partial(
    'events of another time than was asked for',
    'audit-events',
    'invalid-records',
    ({ fault }) =>
      fault(
        'listAuditEvents',
        items('events', ([first, ...others]) => [
          { ...first, timestamp: '2025-01-01T00:00:00.000Z' },
          ...others,
        ]),
      ),
    { because: { 'audit-events': '1 records are not of the time asked for' } },
  ),
  partial(
    'suppressions with nobody in them',
    'suppressions',
    'field-hidden',
    ({ fault }) =>
      fault(
        'listSuppressions',
        items('suppressed', (entries) => entries.map((entry) => ({ ...entry, subjectIds: [] }))),
      ),
    {
      conditions: ['field-hidden suppressions'],
      also: (run) => {
        const { records, entries, reportedTotal } = entryOf(run, 'suppressions');
        expect([records, entries]).toEqual([null, reportedTotal]);
      },
    },
  ),
];

describe('when an answer is not all there is', () => tryRows(answers));
