/** Requests to delete people: done only where all of it is FINISHED, and counted to the slot. */
import { record, type ViewCase } from '../../support/view-case.ts';

const request = (id: string, data: object) =>
  record(id, {
    regulationType: 'DELETE_ONLY',
    subjectType: 'USER_ID',
    subjects: [`hmac-sha256:05125b36:${id.padEnd(22, '0')}`],
    ...data,
  });
const SLOT = '2026-11-22T03:00:00.000Z';

export const regulationCases: readonly ViewCase[] = [
  {
    title: 'regulations: done, late, failed, half done, open, and what nobody can tell',
    view: 'regulations',
    counted:
      '1 done within 30 days, 1 done late, 3 open and not yet due, 1 open and overdue, 4 failed or done in part, 2 of which nobody can tell',
    countedTo: SLOT,
    records: {
      regulations: [
        request('a', {
          status: 'FINISHED',
          createdAt: '2026-10-01T00:00:00Z',
          finishedAt: '2026-10-31T00:00:00Z',
        }),
        request('b', {
          status: 'FINISHED',
          createdAt: '2026-10-01T00:00:00Z',
          finishedAt: '2026-10-31T00:00:00.001Z',
        }),
        request('c', {
          status: 'FAILED',
          createdAt: '2026-10-01T00:00:00Z',
          finishedAt: '2026-10-02T00:00:00Z',
        }),
        request('d', {
          status: 'FAILED',
          createdAt: '2026-11-20T00:00:00Z',
          finishedAt: '2026-11-20T01:00:00Z',
        }),
        request('e', { status: 'PARTIAL_SUCCESS', createdAt: '2026-10-01T00:00:00Z' }),
        request('f', { status: 'RUNNING', createdAt: '2026-11-01T04:00:00Z' }),
        request('g', { status: 'INITIALIZED', createdAt: '2026-10-23T02:59:59Z' }),
        request('h', {
          status: 'FINISHED',
          overallStatus: 'RUNNING',
          createdAt: '2026-11-20T00:00:00Z',
          finishedAt: '2026-11-21T00:00:00Z',
        }),
        request('i', {
          status: 'FINISHED',
          overallStatus: 'PARTIAL_SUCCESS',
          createdAt: '2026-11-20T00:00:00Z',
        }),
        request('j', { status: 'FINISHED', createdAt: '2026-11-20T00:00:00Z' }),
        request('k', { status: 'PAUSED', createdAt: 'last week' }),
        request('l', { createdAt: '2026-11-20T00:00:00Z' }),
      ],
    },
    columns: ['id', 'subjects', 'state', 'days', 'within_30_days'],
    rows: [
      ['a', 1, 'done', 30, 'yes'],
      ['b', 1, 'done', 30, 'no'],
      ['c', 1, 'not done', 52, 'no'],
      ['d', 1, 'not done', 2, 'not yet due'],
      ['e', 1, 'not done', 52, 'no'],
      ['f', 1, 'open', 20, 'not yet due'],
      ['g', 1, 'open', 30, 'no'],
      ['h', 1, 'open', 2, 'not yet due'],
      ['i', 1, 'not done', 2, 'not yet due'],
      ['j', 1, 'done', null, 'not known'],
      ['k', 1, 'not known', null, 'not known'],
      ['l', 1, 'not known', 2, 'not yet due'],
    ],
  },
];
