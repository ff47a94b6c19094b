/** IAM-10: two roles that should check each other. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/nobody-holds-roles-that-should-be-apart.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { grant, group, member, muteUser, user, users } from '../../support/people.ts';

const PLANS = grant('Tracking Plan Admin');
const ADMINS = grant('Source Admin');

describe('two roles', () => {
  eachOutcome(check, [
    [
      'held by two people',
      { records: { users: [...users(3), user('a', PLANS), user('b', ADMINS)] } },
      'pass',
    ],
    ['held by one', { records: { users: [...users(3), user('a', PLANS, ADMINS)] } }, 'fail', ['users/a']],
    [
      'held by one, with a group',
      {
        records: {
          users: [...users(3), user('a', PLANS)],
          groups: [group('g', ADMINS)],
          'group-members': [member('a', 'g')],
        },
      },
      'fail',
      ['users/a'],
    ],
    [
      'held by an owner',
      { records: { users: [...users(3), user('a', PLANS, ADMINS, grant('Workspace Owner'))] } },
      'pass',
    ],
    [
      'of our own choice',
      { records: { users: [...users(3), user('a', PLANS, ADMINS)] }, policy: { toxicPairs: [['A', 'B']] } },
      'pass',
    ],
    ['in a small team', { records: { users: users(3, PLANS, ADMINS) } }, 'not_applicable'],
    [
      'or not: nobody knows',
      { records: { users: [...users(3), muteUser('a')] } },
      'indeterminate',
      ['users/a'],
    ],
    [
      'or not: not all was read',
      { records: { users: users(4), groups: { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
