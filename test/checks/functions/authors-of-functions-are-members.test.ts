/** FN-05: functions whose authors have left. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/functions/authors-of-functions-are-members.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const USERS = [{ id: 'a', email: 'a@acme.example' }];
const fn = (createdBy?: string) => ({
  id: 'f',
  deployedAt: '2026-01-01T00:00:00Z',
  ...(createdBy === undefined ? {} : { createdBy }),
});
const version = (day: number, author: string) => ({
  id: `f/${day}`,
  data: { id: `${day}`, author, createdAt: `2026-01-0${day}T00:00:00Z` },
  parent: { functionId: 'f' },
});

describe('a deployed function', () => {
  answersAre(check, [
    ['whose creator is a member', { records: { users: USERS, functions: [fn('a')] } }, 'pass'],
    [
      'whose creator has left',
      { records: { users: USERS, functions: [fn('gone')] } },
      'warn',
      ['warn functions/f'],
    ],
    [
      'whose newest author is a member',
      {
        records: {
          users: USERS,
          functions: [fn('gone')],
          'function-versions': [version(1, 'b'), version(2, 'a')],
        },
      },
      'pass',
    ],
    [
      'whose newest author has left',
      {
        records: {
          users: USERS,
          functions: [fn('gone')],
          'function-versions': [version(2, 'b'), version(1, 'a')],
        },
      },
      'warn',
      ['warn functions/f'],
    ],
    [
      'whose versions were not read',
      { records: { users: USERS, functions: [fn('gone')], 'function-versions': DENIED } },
      'indeterminate',
      ['unknown functions/f'],
    ],
    [
      'that has an owner',
      { records: { functions: [fn('gone')] }, policy: { functionOwners: { f: 'CTO' } } },
      'pass',
    ],
    [
      'without a creator',
      { records: { users: USERS, functions: [fn()] } },
      'indeterminate',
      ['unknown functions/f'],
    ],
    [
      'while users were not read',
      { records: { users: DENIED, functions: [fn('a')] } },
      'indeterminate',
      ['unknown functions/f'],
    ],
    ['that is not deployed', { records: { functions: [{ id: 'f', createdBy: 'gone' }] } }, 'not_applicable'],
    [
      'where there are no functions',
      { records: { functions: { outcome: 'not-collected', reason: 'feature-declared-off' } } },
      'not_applicable',
    ],
  ]);
});
