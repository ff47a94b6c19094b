/** IAM-08: who administers everything of a kind. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/no-workspace-wide-source-administration.ts';
import { DENIED, eachOutcome } from '../../support/check-table.ts';
import { grant, group, member, muteUser, user, WHOLE } from '../../support/people.ts';

const ADMIN = grant('Source Admin');
const PROD = { key: 'environment', value: 'prod' };

describe('to administer', () => {
  eachOutcome(check, [
    [
      'everything',
      { records: { users: [user('a', ADMIN), user('b')], groups: [group('g', ADMIN)] } },
      'fail',
      ['groups/g', 'users/a'],
    ],
    [
      'some sources',
      { records: { users: [user('a', grant('Source Admin', { type: 'SOURCE', id: 's' }))] } },
      'pass',
    ],
    [
      'what bears a label',
      {
        records: {
          users: [user('a', grant('Source Admin', { ...WHOLE, labels: [PROD] }))],
          groups: [group('g', { ...ADMIN, labels: [PROD] })],
        },
      },
      'pass',
    ],
    [
      'everything through a group',
      {
        records: {
          users: [user('a', ADMIN)],
          groups: [group('g', ADMIN)],
          'group-members': [member('a', 'g')],
        },
      },
      'fail',
      ['groups/g'],
    ],
    [
      'everything, perhaps through a group whose members were not read',
      { records: { users: [user('a', ADMIN)], groups: [group('g')], 'group-members': DENIED } },
      'indeterminate',
      ['users/a'],
    ],
    ['everything, as an owner', { records: { users: [user('a', grant('Workspace Owner'))] } }, 'pass'],
    [
      'everything, by as many as are allowed',
      { records: { users: [user('a', ADMIN)] }, policy: { maxGrants: 1 } },
      'pass',
    ],
    [
      'nobody knows what',
      { records: { users: [muteUser('a')], groups: [{ id: 'g', name: 'g' }] } },
      'indeterminate',
      ['groups/g', 'users/a'],
    ],
    [
      'nothing, as far as was read',
      { records: { users: [user('a')], groups: { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
