/** Faults between Segment and us: too much, too slow, broken, or not what was asked for. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { TIMEOUTS } from '../../src/segment/transport.ts';
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import { type FaultRow, tryRows } from '../support/fault-row.ts';

const nothing = { gaps: {}, status: 'complete', exit: 0, conditions: [] } as const;

/** What helps when it comes once helps not when it always does. */
function onceAndForEver(what: string, effect: FaultEffect, ending: string): readonly FaultRow[] {
  return [
    {
      name: `${what} once leaves no trace`,
      arrange: ({ fault }) => fault('listUsers', effect, 1),
      ...nothing,
    },
    {
      name: `${what} for ever leaves a gap`,
      arrange: ({ fault }) => fault('listUsers', effect),
      gaps: { users: ending },
      status: 'partial',
      exit: 4,
      conditions: ['collection-incomplete users'],
    },
  ];
}

const rates: readonly FaultRow[] = [
  ...onceAndForEver('a 429', { kind: 'rate-limited', retryAfterSeconds: 7 }, 'deferred rate 429').map(
    (row): FaultRow => ({
      ...row,
      also: (_run, { clock }) => expect(clock.waits).toContain(7_000),
    }),
  ),
  {
    name: 'a 429 that asks for more patience than we have leaves a gap at once',
    arrange: ({ fault }) => fault('listRoles', { kind: 'rate-limited', retryAfterSeconds: 3_600 }),
    gaps: { roles: 'deferred rate 429' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete roles'],
    also: (run) => expect(run.resources.find(({ name }) => name === 'roles')?.requests).toBe(1),
  },
  {
    name: 'a 429 under one parent leaves the others alone',
    connection: { concurrency: 1 },
    arrange: ({ fault }) => fault('listSchemaSettingsInSource', { kind: 'rate-limited' }, 8),
    gaps: { 'source-settings': 'partial parents-unread 429' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete source-settings'],
  },
];

const failures: readonly FaultRow[] = [500, 502, 503].flatMap((status) =>
  onceAndForEver(
    `a ${status}`,
    { kind: 'status', status, body: status === 500 ? 'json' : 'html' },
    `unreachable upstream ${status}`,
  ),
);

const connections: readonly FaultRow[] = [
  ...onceAndForEver('a dropped connection', { kind: 'drop-before-headers' }, 'unreachable network -'),
  ...onceAndForEver('a body that breaks off', { kind: 'drop-mid-body' }, 'unreachable network -'),
  ...onceAndForEver('a 408', { kind: 'status', status: 408 }, 'unreachable timeout 408'),
  {
    name: 'no answer at all is given up after a while',
    arrange: ({ fault }) => fault('listRoles', { kind: 'never-answer' }),
    gaps: { roles: 'unreachable timeout -' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete roles'],
  },
  {
    name: 'a body that stalls is given up after a while',
    arrange: ({ fault }) => fault('listRoles', { kind: 'stall-mid-body' }),
    gaps: { roles: 'unreachable timeout -' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete roles'],
  },
];

/** `data` of the answer, changed. */
function changed(change: (data: Record<string, unknown>) => unknown): FaultEffect {
  return {
    kind: 'transform-json',
    transform: (body) => ({ data: change((body as { data: Record<string, unknown> }).data) }),
  };
}

const bodies: readonly FaultRow[] = [
  ...onceAndForEver('half a body', { kind: 'truncate-json' }, 'unreachable bad-body 200'),
  ...onceAndForEver('a web page', { kind: 'html' }, 'unreachable bad-body 200'),
  ...onceAndForEver('text that is not UTF-8', { kind: 'invalid-utf8' }, 'unreachable bad-body 200'),
  ...(
    [
      ['a list that is an object', changed((data) => ({ ...data, users: { 0: data['users'] } }))],
      ['a list under another name', changed(({ users, ...rest }) => ({ ...rest, people: users }))],
      ['a list without pages', changed(({ pagination: _gone, ...rest }) => rest)],
      ['a body without data', { kind: 'transform-json', transform: () => ({ users: [] }) }],
      ['an empty body', { kind: 'transform-text', transform: () => '' }],
    ] as const
  ).map(
    ([what, effect]): FaultRow => ({
      name: `${what} is no answer`,
      arrange: ({ fault }) => fault('listUsers', effect),
      gaps: { users: 'unreachable bad-body 200' },
      status: 'partial',
      exit: 4,
      conditions: ['collection-incomplete users'],
    }),
  ),
  {
    name: 'an object where an array was asked for is no answer',
    arrange: ({ fault }) =>
      fault(
        'listLabels',
        changed(() => ({ labels: {} })),
      ),
    gaps: { labels: 'unreachable bad-body 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete labels'],
  },
  {
    name: 'audit events without pages are the only page',
    connection: { collect: { pageSize: 1000 } },
    arrange: ({ fault }) =>
      fault(
        'listAuditEvents',
        changed(({ pagination: _gone, ...rest }) => rest),
      ),
    ...nothing,
    also: ({ resources }) =>
      expect(resources.find(({ name }) => name === 'audit-events')?.records).toBeGreaterThan(100),
  },
  {
    name: 'a bad body on a later page keeps the pages before',
    connection: { collect: { pageSize: 5 }, concurrency: 1 },
    arrange: ({ simulator }) =>
      simulator.addFault({ match: { operationId: 'listUsers', fromRequest: 2 }, effect: { kind: 'html' } }),
    gaps: { users: 'partial truncated 200' },
    status: 'partial',
    exit: 4,
    conditions: ['collection-incomplete users'],
    also: ({ resources }) => expect(resources.find(({ name }) => name === 'users')?.records).toBe(5),
  },
];

describe('when Segment says that it is too much', () => tryRows(rates));
describe('when Segment fails', () => tryRows(failures, 5));
describe('when the body is not what was asked for', () => tryRows(bodies, 3));
describe('when the connection does not hold', () => {
  // Real waits, since they are the socket's own; short ones, so that nobody waits for them.
  const real = { ...TIMEOUTS };
  beforeAll(() => Object.assign(TIMEOUTS, { headersMs: 1_000, bodyMs: 1_000, wholeMs: 1_000 }));
  afterAll(() => Object.assign(TIMEOUTS, real));

  tryRows(connections);
});
