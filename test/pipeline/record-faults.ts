/** Faults of single records: fields hidden, missing, unknown, of the wrong kind, not text. */
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import { editList, type FaultRow, type Json, on, partial } from './fault-row.ts';

const firstUser = (edit: (user: Json) => unknown): FaultEffect =>
  editList('users', (items) => edit(items[0] ?? {}));

const firstSource = (edit: (source: Json) => unknown): FaultEffect =>
  editList('sources', (items) => edit(items[0] ?? {}));

const badUser = (name: string, effect: FaultEffect): FaultRow => ({
  name,
  arrange: on('listUsers', effect),
  status: 'partial',
  conditions: ['collection-incomplete users', 'schema-drift users'],
  entries: { users: partial('invalid-records', 14) },
  altered: ['users'],
});

export const recordFaults: readonly FaultRow[] = [
  badUser(
    'a record without an id',
    firstUser((user) => delete user['id']),
  ),
  badUser(
    'a record whose id is a number',
    firstUser((user) => Object.assign(user, { id: 7 })),
  ),
  badUser(
    'a record without a required field',
    firstUser((user) => delete user['email']),
  ),
  badUser(
    'a field of another type',
    firstUser((user) => Object.assign(user, { name: { first: 'Ada' } })),
  ),
  badUser(
    'a text where a record belongs',
    editList('users', (items) => items.splice(0, 1, 'not a record' as unknown as Json)),
  ),
  badUser(
    'null where a record belongs',
    editList('users', (items) => items.splice(0, 1, null as unknown as Json)),
  ),
  {
    ...badUser('half of a surrogate pair', {
      kind: 'transform-text',
      transform: (text) => text.replace('"name":"', '"name":"\\ud800'),
    }),
    conditions: ['collection-incomplete users'],
  },
  {
    name: 'an unknown field',
    arrange: on(
      'listUsers',
      firstUser((user) => Object.assign(user, { nickname: 'Countess' })),
    ),
    status: 'complete',
    conditions: ['schema-drift users'],
    entries: { users: { outcome: 'complete', records: 14 } },
    altered: ['users'],
  },
  {
    name: 'a number beyond 2^53 in an unknown field',
    arrange: on('listUsers', {
      kind: 'transform-text',
      transform: (text) => text.replace('"name":"', '"serial":12345678901234567890,"name":"'),
    }),
    status: 'complete',
    conditions: ['schema-drift users'],
    entries: { users: { outcome: 'complete', records: 14 } },
    altered: ['users'],
  },
  {
    name: 'an unknown value of a known enumeration',
    arrange: on(
      'listSources',
      firstSource((source) => Object.assign(source['metadata'] as Json, { status: 'RETIRED' })),
    ),
    status: 'complete',
    conditions: ['schema-drift sources'],
    entries: { sources: { outcome: 'complete', records: 12 } },
    altered: ['sources'],
  },
  {
    name: 'write keys emptied',
    arrange: on('listSources', { kind: 'empty-field', field: 'writeKeys' }),
    status: 'partial',
    conditions: ['field-hidden sources'],
    entries: { sources: partial('field-hidden', 12) },
    altered: ['sources'],
  },
  {
    name: 'write keys left out',
    arrange: on('listSources', { kind: 'omit-field', field: 'writeKeys' }),
    status: 'partial',
    conditions: ['field-hidden sources'],
    entries: { sources: partial('field-hidden', 12) },
    altered: ['sources'],
  },
  {
    name: 'details of one record missing',
    simulator: { permissionsInUserList: false },
    arrange: on('getUser', { kind: 'status', status: 404 }, { times: 1 }),
    status: 'partial',
    conditions: ['field-hidden users'],
    entries: { users: partial('field-hidden', 14) },
    altered: ['users'],
  },
  {
    name: 'details of every record refused',
    simulator: { permissionsInUserList: false },
    arrange: on('getUser', { kind: 'status', status: 403 }),
    status: 'partial',
    conditions: ['field-hidden users'],
    entries: { users: partial('field-hidden', 14) },
    altered: ['users'],
  },
  {
    name: 'details of another record than the one asked for',
    simulator: { permissionsInUserList: false },
    arrange: on(
      'getUser',
      {
        kind: 'transform-json',
        transform: (body) => {
          const { data } = body as { data: { user: Json } };
          return { data: { user: { ...data.user, id: 'somebody-else' } } };
        },
      },
      { times: 1 },
    ),
    status: 'partial',
    conditions: ['field-hidden users'],
    entries: { users: partial('field-hidden', 14) },
    altered: ['users'],
  },
  {
    name: 'details asked for one by one',
    simulator: { permissionsInUserList: false },
    arrange: () => undefined,
    status: 'complete',
  },
];
