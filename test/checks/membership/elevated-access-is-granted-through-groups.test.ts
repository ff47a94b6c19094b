/** IAM-03: whether roles come through groups. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/elevated-access-is-granted-through-groups.ts';
import { DENIED, eachOutcome } from '../../support/check-table.ts';
import { grant, group, member, muteUser, user, users } from '../../support/people.ts';

const ADMIN = grant('Source Admin');
const TEN = Array.from({ length: 10 }, (_, at) => `p${at}`);

describe('roles held directly', () => {
  eachOutcome(check, [
    ['by a fifth', { records: { users: [...users(8), user('a', ADMIN), user('b', ADMIN)] } }, 'pass'],
    [
      'by more',
      { records: { users: [...users(7), user('a', ADMIN), user('b', ADMIN), user('c', ADMIN)] } },
      'fail',
      ['users/a', 'users/b', 'users/c'],
    ],
    ['that allow nothing', { records: { users: users(10, grant('Minimal Workspace Access')) } }, 'pass'],
    [
      'that a group gives as well',
      {
        records: {
          users: users(10, ADMIN),
          groups: [group('g', ADMIN)],
          'group-members': TEN.map((id) => member(id, 'g')),
        },
      },
      'pass',
    ],
    [
      'that a group gives on less',
      {
        records: {
          users: users(10, ADMIN),
          groups: [group('g', grant('Source Admin', { type: 'SOURCE', id: 's' }))],
          'group-members': TEN.map((id) => member(id, 'g')),
        },
      },
      'fail',
      TEN.map((id) => `users/${id}`),
    ],
    ['by few people', { records: { users: users(9, ADMIN) } }, 'not_applicable'],
    [
      'or not: it depends on somebody of whom nothing is known',
      { records: { users: [...users(7), user('a', ADMIN), user('b', ADMIN), muteUser('c')] } },
      'indeterminate',
      ['workspace'],
    ],
    [
      'by a part of the users',
      { records: { users: { outcome: 'partial', reason: 'truncated', records: users(20, ADMIN) } } },
      'indeterminate',
    ],
    [
      'that a group may give which was not read',
      { records: { users: users(10, ADMIN), groups: [group('g', ADMIN)], 'group-members': DENIED } },
      'indeterminate',
      ['workspace'],
    ],
    [
      'or through groups that were not read',
      { records: { users: users(10), 'group-members': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
