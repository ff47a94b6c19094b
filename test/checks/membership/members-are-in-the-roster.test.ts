/** IAM-11: members who have left, or whom nobody names. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/members-are-in-the-roster.ts';
import { eachOutcome } from '../../support/check-table.ts';

const users = [{ id: 'a', email: 'a@acme.example' }];
const FILE = { id: 'file', asOf: '2026-11-20', rows: 1 };
const row = (status: string, leftOn?: string) => ({
  id: 'r',
  status,
  userIds: ['a'],
  ...(leftOn ? { leftOn } : {}),
});

describe('a member', () => {
  eachOutcome(check, [
    ['who works here', { records: { users, 'input:roster': [FILE, row('active')] } }, 'pass'],
    [
      'who has left',
      { records: { users, 'input:roster': [FILE, row('left', '2026-11-01')] } },
      'fail',
      ['users/a'],
    ],
    [
      'who has left, nobody says when',
      { records: { users, 'input:roster': [FILE, row('left')] } },
      'fail',
      ['users/a'],
    ],
    ['who left yesterday', { records: { users, 'input:roster': [FILE, row('left', '2026-11-21')] } }, 'pass'],
    ['who will leave', { records: { users, 'input:roster': [FILE, row('active', '2026-12-31')] } }, 'pass'],
    [
      'who leaves tomorrow',
      { records: { users, 'input:roster': [FILE, row('left', '2026-11-23')] } },
      'pass',
    ],
    [
      'who has left, on a day to come',
      { records: { users, 'input:roster': [FILE, row('left', '2062-11-01')] } },
      'indeterminate',
      ['users/a'],
    ],
    [
      'of whom the rows contradict each other',
      { records: { users, 'input:roster': [FILE, row('unclear')] } },
      'indeterminate',
      ['users/a'],
    ],
    [
      'who is active, and left long ago',
      { records: { users, 'input:roster': [FILE, row('active', '2026-11-01')] } },
      'indeterminate',
      ['users/a'],
    ],
    ['whom nobody names', { records: { users, 'input:roster': [FILE] } }, 'indeterminate', ['users/a']],
    [
      'whom nobody names, where everybody is named',
      { records: { users, 'input:roster': [FILE] }, policy: { absentIs: 'fail' } },
      'fail',
      ['users/a'],
    ],
    [
      'that is a registered program',
      { records: { users, 'input:roster': [FILE] }, policy: { serviceAccounts: ['A@acme.example'] } },
      'pass',
    ],
    [
      'who works here, by an old roster',
      { records: { users, 'input:roster': [{ ...FILE, asOf: '2026-10-01' }, row('active')] } },
      'indeterminate',
      ['input:roster/file'],
    ],
    [
      'who has left, by an old roster',
      { records: { users, 'input:roster': [{ ...FILE, asOf: null }, row('left', '2026-10-01')] } },
      'fail',
      ['users/a', 'input:roster/file'],
    ],
    [
      'who works here, by a roster of a day to come',
      { records: { users, 'input:roster': [{ ...FILE, asOf: '2027-11-20' }, row('active')] } },
      'indeterminate',
      ['input:roster/file'],
    ],
    [
      'and a roster that could not be read',
      { records: { users, 'input:roster': { outcome: 'unreachable', reason: 'bad-body' } } },
      'indeterminate',
    ],
    ['and no roster', { records: { users } }, 'not_configured'],
    [
      'in a list that was not read',
      { records: { users: { outcome: 'denied', reason: 'scope' }, 'input:roster': [FILE, row('active')] } },
      'indeterminate',
    ],
  ]);
});
