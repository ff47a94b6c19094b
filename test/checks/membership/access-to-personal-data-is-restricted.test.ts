/** IAM-14: who sees personal data unmasked. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/access-to-personal-data-is-restricted.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { grant, muteUser, user, users } from '../../support/people.ts';

const PII = grant('PII Access');
const roles = [{ id: 'pii access', name: 'PII Access' }];

describe('personal data, seen', () => {
  eachOutcome(check, [
    [
      'by as many as are allowed',
      { records: { users: [...users(4, grant('Workspace Owner')), user('a', PII)], roles } },
      'pass',
    ],
    [
      'by one more',
      { records: { users: [user('a', PII), user('b', PII)], roles }, policy: { maxPiiReaders: 1 } },
      'fail',
      ['users/a', 'users/b'],
    ],
    [
      'by owners, where no role is for it',
      { records: { users: users(1, grant('Workspace Owner')) } },
      'indeterminate',
      ['workspace'],
    ],
    [
      'by too many owners, where no role is for it',
      { records: { users: users(6, grant('Workspace Owner')) } },
      'fail',
      [0, 1, 2, 3, 4, 5].map((at) => `users/p${at}`),
    ],
    [
      'by somebody of whom nothing is known',
      { records: { users: [user('a', PII), muteUser('b')], roles }, policy: { maxPiiReaders: 1 } },
      'indeterminate',
      ['workspace'],
    ],
    [
      'by nobody, where roles were not read',
      { records: { users: users(1), roles: { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
      ['workspace'],
    ],
  ]);
});
