/** Faults of single answers: statuses, broken connections, bodies that are no answer. */
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import { type Expected, editList, type FaultRow, gap, on, partial, SMALL_PAGES } from './fault-row.ts';

const usersGap = (name: string, effect: FaultEffect, expected: Expected): FaultRow => ({
  name,
  arrange: on('listUsers', effect),
  status: 'partial',
  conditions: ['collection-incomplete users'],
  entries: { users: expected },
});

const usersOnce = (name: string, effect: FaultEffect): FaultRow => ({
  name,
  arrange: on('listUsers', effect, { times: 1 }),
  status: 'complete',
});

const usersBody = (name: string, body: unknown): FaultRow =>
  usersGap(name, { kind: 'transform-json', transform: () => body }, gap('unreachable', 'bad-body', 200));

/** Every answer of the list of users with these members of `pagination` instead. */
const usersPagination = (members: Readonly<Record<string, unknown>>) =>
  on(
    'listUsers',
    editList('users', (_, pagination) => Object.assign(pagination, members)),
  );

/** A transformation that is only text: the simulator sends it with whatever status came before. */
const refusalWith = (status: number, text: string) => (simulator: Parameters<FaultRow['arrange']>[0]) => {
  on('listUsers', { kind: 'status', status })(simulator);
  on('listUsers', { kind: 'transform-text', transform: () => text })(simulator);
};

export const statusFaults: readonly FaultRow[] = [
  usersOnce('429 once', { kind: 'rate-limited', retryAfterSeconds: 9 }),
  usersGap('429 for ever', { kind: 'rate-limited', retryAfterSeconds: 1 }, gap('deferred', 'rate', 429)),
  usersGap(
    '429 with a wait of an hour',
    { kind: 'rate-limited', retryAfterSeconds: 3600 },
    gap('deferred', 'rate', 429),
  ),
  usersOnce('500 once', { kind: 'status', status: 500 }),
  usersGap('500 for ever', { kind: 'status', status: 500 }, gap('unreachable', 'upstream', 500)),
  usersOnce('502 once, as a web page', { kind: 'status', status: 502, body: 'html' }),
  usersGap(
    '502 for ever, as a web page',
    { kind: 'status', status: 502, body: 'html' },
    gap('unreachable', 'upstream', 502),
  ),
  usersGap(
    '408 for ever',
    { kind: 'status', status: 408, body: 'empty' },
    gap('unreachable', 'timeout', 408),
  ),
  usersGap(
    'a redirect',
    { kind: 'redirect', location: 'https://elsewhere.example/users' },
    gap('unreachable', 'upstream', 302),
  ),
  usersGap(
    '204 without a body',
    { kind: 'status', status: 204, body: 'empty' },
    gap('unreachable', 'bad-body', 204),
  ),
  {
    name: '400 that names a feature',
    arrange: refusalWith(400, '{"errors":[{"type":"bad-request","message":"Feature not enabled"}]}'),
    status: 'partial',
    conditions: ['feature-unavailable users'],
    entries: { users: gap('unavailable', 'feature', 400) },
  },
  {
    name: '422 that names no feature',
    arrange: refusalWith(422, '{"errors":[{"type":"input-validation","field":"count"}]}'),
    status: 'partial',
    conditions: ['collection-incomplete users'],
    entries: { users: gap('unreachable', 'upstream', 422) },
  },
  {
    name: '404 on one resource',
    arrange: on('listUsers', { kind: 'status', status: 404 }),
    status: 'partial',
    conditions: ['feature-unavailable users'],
    entries: { users: gap('unavailable', 'not-found', 404) },
  },
  ...([401, 403] as const).flatMap((status) =>
    (['json', 'html', 'empty'] as const).map(
      (body): FaultRow => ({
        name: `${status} on one resource, its body ${body}`,
        arrange: on('listUsers', { kind: 'status', status, body }),
        status: 'partial',
        conditions: ['scope-gap users'],
        entries: { users: gap('denied', 'scope', status) },
      }),
    ),
  ),
  {
    name: '403 on a list that another resource is read by',
    arrange: on('listSources', { kind: 'status', status: 403 }),
    status: 'partial',
    conditions: ['scope-gap source-settings', 'scope-gap sources'],
    entries: { sources: gap('denied', 'scope', 403), 'source-settings': gap('denied', 'scope') },
  },
];

export const connectionFaults: readonly FaultRow[] = [
  ...(['slow-headers', 'slow-body'] as const).map(
    (kind): FaultRow => ({
      name: `${kind}, in time all the same`,
      arrange: on('listUsers', { kind, delayMs: 30_000 }),
      status: 'complete',
    }),
  ),
  usersOnce('a connection dropped once', { kind: 'drop-before-headers' }),
  usersGap('a connection always dropped', { kind: 'drop-before-headers' }, gap('unreachable', 'network')),
  usersGap(
    'a connection always dropped within the body',
    { kind: 'drop-mid-body' },
    gap('unreachable', 'network'),
  ),
  usersOnce('an answer that never comes, once', { kind: 'never-answer' }),
  usersGap('an answer that never comes', { kind: 'never-answer' }, gap('unreachable', 'timeout')),
  usersGap('a body that never ends', { kind: 'stall-mid-body' }, gap('unreachable', 'timeout')),
  {
    name: 'a connection dropped on the second page',
    settings: SMALL_PAGES,
    arrange: on('listUsers', { kind: 'drop-before-headers' }, { fromRequest: 2 }),
    status: 'partial',
    conditions: ['collection-incomplete users'],
    entries: { users: partial('truncated', 5) },
  },
];

export const bodyFaults: readonly FaultRow[] = [
  usersGap('JSON cut in half', { kind: 'truncate-json' }, gap('unreachable', 'bad-body', 200)),
  usersOnce('JSON cut in half, once', { kind: 'truncate-json' }),
  usersGap('a web page with status 200', { kind: 'html' }, gap('unreachable', 'bad-body', 200)),
  usersGap('text that is not UTF-8', { kind: 'invalid-utf8' }, gap('unreachable', 'bad-body', 200)),
  usersBody('JSON of another shape', { users: [], pagination: {} }),
  usersBody('an empty object', {}),
  usersBody('an empty data object', { data: {} }),
  usersBody('a list without paging', { data: { users: [] } }),
  usersBody('an object where the list belongs', { data: { users: {}, pagination: {} } }),
  usersBody('errors with status 200', { errors: [{ type: 'unauthorized' }] }),
  usersBody('null', null),
  {
    name: 'a body that claims to be gzip and is plain',
    arrange: on('listUsers', { kind: 'gzip-garbage' }),
    status: 'complete',
  },
  {
    name: 'a body of a record that is another thing',
    arrange: on('listSchemaSettingsInSource', { kind: 'transform-json', transform: () => ({ data: {} }) }),
    status: 'partial',
    conditions: ['collection-incomplete source-settings'],
    entries: { 'source-settings': gap('unreachable', 'bad-body', 200) },
  },
  {
    name: 'a total as text',
    arrange: usersPagination({ totalEntries: '14' }),
    status: 'complete',
  },
  ...(['many', -1, 14.5, [14], false, ''] as const).map(
    (totalEntries): FaultRow => ({
      name: `a total that is no number: ${JSON.stringify(totalEntries)}`,
      arrange: usersPagination({ totalEntries }),
      status: 'partial',
      conditions: ['collection-incomplete users'],
      entries: { users: gap('unreachable', 'bad-body', 200) },
    }),
  ),
  ...([{ cursor: 'x' }, ['x'], true, false] as const).map(
    (next): FaultRow => ({
      name: `a next page that is no cursor: ${JSON.stringify(next)}`,
      arrange: usersPagination({ next, totalEntries: undefined }),
      status: 'partial',
      conditions: ['collection-incomplete users'],
      entries: { users: partial('truncated', 14) },
    }),
  ),
];
