/** IAM-02: which share of the people owns the workspace. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/workspace-owner-ratio-within-bounds.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { grant, group, member, muteUser, user, users } from '../../support/people.ts';

const OWNS = grant('Workspace Owner');

describe('the share of owners', () => {
  eachOutcome(check, [
    ['a fifth', { records: { users: [...users(8), user('a', OWNS), user('b', OWNS)] } }, 'pass'],
    [
      'more',
      { records: { users: [...users(7), user('a', OWNS), user('b', OWNS), user('c', OWNS)] } },
      'fail',
      ['workspace'],
    ],
    [
      'more through a group',
      {
        records: {
          users: users(10),
          groups: [group('g', OWNS)],
          'group-members': ['p0', 'p1', 'p2'].map((id) => member(id, 'g')),
        },
      },
      'fail',
      ['workspace'],
    ],
    ['few people', { records: { users: users(9, OWNS) } }, 'not_applicable'],
    [
      'few people, and fewer are asked for',
      { records: { users: users(9, OWNS) }, policy: { minUsers: 5 } },
      'fail',
      ['workspace'],
    ],
    [
      'it depends on somebody of whom nothing is known',
      { records: { users: [...users(7), user('a', OWNS), user('b', OWNS), muteUser('c')] } },
      'indeterminate',
      ['workspace'],
    ],
    [
      'it depends on nobody of whom nothing is known',
      { records: { users: [...users(8), user('a', OWNS), muteUser('b')] } },
      'pass',
    ],
    [
      'a part of the users',
      { records: { users: { outcome: 'partial', reason: 'truncated', records: users(20, OWNS) } } },
      'indeterminate',
    ],
    [
      'groups were not read',
      { records: { users: users(20), groups: { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
      ['workspace'],
    ],
  ]);
});
