/** IAM-15: who is a member and may do nothing. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/every-member-has-access-to-something.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { grant, group, member, muteUser, user } from '../../support/people.ts';

const seen = (day: string) => ({
  from: `${day}T00:00:00.000Z`,
  list: [{ subject: 'users/a', since: `${day}T00:00:00.000Z` }],
});

describe('a member', () => {
  eachOutcome(check, [
    ['with access', { records: { users: [user('a', grant('Source Read-only'))] } }, 'pass'],
    [
      'with access through a group',
      {
        records: {
          users: [user('a')],
          groups: [group('g', grant('Source Admin'))],
          'group-members': [member('a', 'g')],
        },
      },
      'pass',
    ],
    ['without, when it was first asked', { records: { users: [user('a')] } }, 'indeterminate', ['users/a']],
    [
      'without, for long',
      { records: { users: [user('a', grant('Minimal Workspace Access'))] }, seen: seen('2026-09-01') },
      'warn',
      ['users/a'],
    ],
    [
      'without, for a short time',
      { records: { users: [user('a')] }, seen: { ...seen('2026-11-01'), from: '2026-09-01T00:00:00.000Z' } },
      'pass',
    ],
    ['of whom nothing is known', { records: { users: [muteUser('a')] } }, 'indeterminate', ['users/a']],
    [
      'without, as far as was read',
      { records: { users: [user('a')], groups: { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
