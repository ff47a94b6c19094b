/** Roles, groups and invitations: from the other end than users. */
import { record, type ViewCase } from '../../support/view-case.ts';

const workspace = [{ id: 'w', type: 'WORKSPACE' }];
const owner = { roleId: 'r1', roleName: 'Workspace Owner', resources: workspace };
const custom = { roleId: 'r9', roleName: 'Custom', resources: [] };
const user = (id: string, permissions?: readonly object[]) =>
  record(id, { email: `${id}@acme.example`, name: id, ...(permissions ? { permissions } : {}) });
const group = (id: string, name: string, permissions?: readonly object[]) =>
  record(id, { name, memberCount: 2, ...(permissions ? { permissions } : {}) });

const people = {
  users: [user('a', [owner, owner]), user('b', [custom]), user('c')],
  groups: [group('g', 'Team g', [owner, custom]), group('h', '', [owner]), group('m', 'Mute')],
  'group-members': [
    record('b', {}, { groupId: 'g' }),
    record('z', {}, { groupId: 'g' }),
    record('a', {}, { groupId: 'h' }),
  ],
  'group-invites': [
    { ...record('x', {}, { groupId: 'g' }), data: { email: 'new@acme.example' } },
    { ...record('y', {}, { groupId: 'h' }), data: { email: 'both@acme.example' } },
    { ...record('y', {}, { groupId: 'g' }), data: { email: 'both@acme.example' } },
  ],
  invites: [{ id: 'both@acme.example', data: { email: 'both@acme.example' } }],
  roles: [record('r1', { name: 'Workspace Owner' }), record('r2', { name: 'Source Admin' })],
  sources: [],
  functions: [],
  spaces: [],
  warehouses: [],
};

export const peopleCases: readonly ViewCase[] = [
  {
    title: 'roles: each holder once, through groups too; roles that are granted and not listed',
    view: 'roles',
    counted: '2 held by somebody, 1 held by nobody',
    records: people,
    rows: [
      [
        'r1',
        'Workspace Owner',
        true,
        3,
        [
          'a@acme.example',
          'b@acme.example (via group Team g)',
          'z (via group Team g)',
          'a@acme.example (via group h)',
        ],
        ['Team g', 'h'],
      ],
      ['r2', 'Source Admin', true, 0, [], []],
      [
        'r9',
        'Custom',
        false,
        2,
        ['b@acme.example', 'b@acme.example (via group Team g)', 'z (via group Team g)'],
        ['Team g'],
      ],
    ],
    gaps: ['no permissions were given of 1 user', 'no permissions were given of 1 group'],
  },
  {
    title:
      'groups: members by address, or by id where nobody knows more; access that was not given is unknown',
    view: 'groups',
    counted: '2 that make owners (1 not known), 1 without a member',
    records: people,
    rows: [
      [
        'g',
        'Team g',
        true,
        2,
        ['b@acme.example', 'z'],
        ['new@acme.example', 'both@acme.example'],
        ['Workspace Owner on the whole workspace', 'Custom'],
      ],
      [
        'h',
        '',
        true,
        2,
        ['a@acme.example'],
        ['both@acme.example'],
        ['Workspace Owner on the whole workspace'],
      ],
      ['m', 'Mute', null, 2, [], [], ['unknown: Segment gave no permissions of this group']],
    ],
    gaps: ['no permissions were given of 1 group'],
  },
  {
    title: 'groups: members that could not be read are not known, and not none',
    view: 'groups',
    counted: '0 that make owners, 0 without a member (1 not known)',
    records: { groups: [group('g', 'Team g', [])] },
    rows: [['g', 'Team g', false, 2, null, null, []]],
  },
  {
    title: 'invites: to the workspace first, then who is invited into groups alone',
    view: 'invites',
    counted: '1 to the workspace, 2 into groups',
    records: people,
    rows: [
      ['both@acme.example', true, ['h', 'Team g']],
      ['new@acme.example', false, ['Team g']],
    ],
  },
];
