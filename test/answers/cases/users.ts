/** Who could do what, where not all of it is known. */
import { record, type ViewCase } from '../../support/view-case.ts';

const workspace = (labels: readonly object[] = []) => ({ id: 'w', type: 'WORKSPACE', labels });
const owner = { roleId: 'r1', roleName: 'Workspace Owner', resources: [workspace()] };
const staging = { key: 'environment', value: 'staging' };
const admin = { roleId: 'r2', roleName: 'Source Admin', resources: [workspace([staging])] };
const reader = {
  roleId: 'r3',
  roleName: '',
  labels: [staging, { key: 'team', value: 'web' }],
  resources: [
    { id: 's1', type: 'SOURCE' },
    { id: 's2', type: 'SOURCE' },
  ],
};

const user = (id: string, permissions?: readonly object[]) =>
  record(id, {
    email: `${id}@acme.example`,
    name: id === 'e' ? '' : id.toUpperCase(),
    ...(permissions ? { permissions } : {}),
  });
const group = (id: string, permissions?: readonly object[]) =>
  record(id, { name: `Team ${id}`, memberCount: 1, ...(permissions ? { permissions } : {}) });
const member = (groupId: string, id: string) => record(id, {}, { groupId });

const named = {
  roles: [record('r3', { name: 'Source Read-only', description: '' })],
  sources: [record('s1', { name: 'Web', slug: 'web' })],
  functions: [],
  spaces: [],
  warehouses: [],
  invites: [],
  'group-invites': [],
};

const title = (text: string) => `users: ${text}`;
const columns = ['id', 'email', 'is_owner', 'access'];
const onStaging = 'Source Admin on the whole workspace with label environment=staging';

export const usersCases: readonly ViewCase[] = [
  {
    title: title('owners first, also those through a group; scopes by label; names where there are any'),
    view: 'users',
    counted: '2 owners, 1 without any access',
    records: {
      ...named,
      users: [user('a', [admin]), user('b', [reader]), user('c', []), user('d', [owner]), user('e', [])],
      groups: [group('g', [owner]), group('h', [admin])],
      'group-members': [member('g', 'c'), member('h', 'c'), member('h', 'b')],
    },
    columns,
    rows: [
      [
        'c',
        'c@acme.example',
        true,
        ['Workspace Owner on the whole workspace (via group Team g)', `${onStaging} (via group Team h)`],
      ],
      ['d', 'd@acme.example', true, ['Workspace Owner on the whole workspace']],
      ['a', 'a@acme.example', false, [onStaging]],
      [
        'b',
        'b@acme.example',
        false,
        [
          'Source Read-only on source Web, source s2 with label environment=staging & team=web',
          `${onStaging} (via group Team h)`,
        ],
      ],
      ['e', 'e@acme.example', false, []],
    ],
    gaps: [],
  },
  {
    title: title('permissions that were not given are unknown, and never none'),
    view: 'users',
    counted: '2 owners (2 not known), 0 without any access (1 not known)',
    records: {
      ...named,
      users: [user('a'), user('b'), user('c', []), user('d', [owner])],
      groups: [group('g', [admin]), group('m'), group('o', [owner])],
      'group-members': [member('g', 'b'), member('m', 'c'), member('o', 'a')],
    },
    columns,
    rows: [
      [
        'a',
        'a@acme.example',
        true,
        [
          'Workspace Owner on the whole workspace (via group Team o)',
          'unknown: Segment gave no permissions of this user',
        ],
      ],
      ['d', 'd@acme.example', true, ['Workspace Owner on the whole workspace']],
      [
        'b',
        'b@acme.example',
        null,
        [`${onStaging} (via group Team g)`, 'unknown: Segment gave no permissions of this user'],
      ],
      ['c', 'c@acme.example', null, ['unknown: Segment gave no permissions of group Team m']],
    ],
    gaps: ['no permissions were given of 2 users', 'no permissions were given of 1 group'],
  },
  {
    title: title('who is in a group and not in the list has a row all the same'),
    view: 'users',
    records: {
      ...named,
      users: [user('a', [])],
      groups: [group('g', [owner])],
      'group-members': [member('g', 'z'), member('g', 'a'), member('x', 'y'), member('x', 'z')],
    },
    columns,
    rows: [
      ['a', 'a@acme.example', true, ['Workspace Owner on the whole workspace (via group Team g)']],
      [
        'z',
        null,
        true,
        [
          'Workspace Owner on the whole workspace (via group Team g)',
          'unknown: not in the list of users, so what they may do by themselves is not known',
          'unknown: group x is not in the list of groups',
        ],
      ],
      [
        'y',
        null,
        null,
        [
          'unknown: not in the list of users, so what they may do by themselves is not known',
          'unknown: group x is not in the list of groups',
        ],
      ],
    ],
    gaps: ['1 group with members not in the list of groups', '2 group members not in the list of users'],
  },
  {
    title: title('groups that were not read whole leave everybody unknown'),
    view: 'users',
    records: {
      ...named,
      users: [user('a', []), user('d', [owner])],
      groups: [group('g', [owner])],
      'group-members': [],
    },
    partial: ['group-members'],
    columns,
    rows: [
      [
        'd',
        'd@acme.example',
        true,
        [
          'Workspace Owner on the whole workspace',
          'unknown: groups were not read whole, so there may be more through a group',
        ],
      ],
      [
        'a',
        'a@acme.example',
        null,
        ['unknown: groups were not read whole, so there may be more through a group'],
      ],
    ],
    gaps: [],
  },
];
