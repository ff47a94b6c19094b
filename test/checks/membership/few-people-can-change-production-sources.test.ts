/** IAM-09: how many people may change production. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/few-people-can-change-production-sources.ts';
import { eachOutcome } from '../../support/check-table.ts';
import type { MadeRecord } from '../../support/checked.ts';
import { grant, group, member, muteUser, user, users, WHOLE } from '../../support/people.ts';

const label = (value: string) => ({ key: 'environment', value });
const ON_PROD = grant('Source Admin', { type: 'SOURCE', id: 'prod' });
const sources = [
  { id: 'prod', labels: [label('Production')] },
  { id: 'dev', labels: [label('dev')] },
];
const made = (people: readonly MadeRecord[]) => ({
  records: { users: people, sources },
  policy: { maxProdWriters: 2 },
});

describe('to change production', () => {
  eachOutcome(check, [
    ['by as many as are allowed', made(users(2, grant('Workspace Owner'))), 'pass'],
    [
      'by one more',
      made([...users(2, grant('Workspace Owner')), user('a', ON_PROD)]),
      'fail',
      ['users/a', 'users/p0', 'users/p1'],
    ],
    [
      'by label',
      made([
        ...users(2, grant('Workspace Owner')),
        user('a', grant('Source Admin', { ...WHOLE, labels: [label('Production')] })),
      ]),
      'fail',
      ['users/a', 'users/p0', 'users/p1'],
    ],
    [
      'by another label, or another source',
      made([
        ...users(2, ON_PROD),
        user('a', grant('Source Admin', { ...WHOLE, labels: [label('dev')] })),
        user('b', grant('Source Admin', { type: 'SOURCE', id: 'dev' })),
      ]),
      'pass',
    ],
    [
      'by members of a group',
      {
        ...made(users(3)),
        records: {
          ...made(users(3)).records,
          groups: [group('g', ON_PROD)],
          'group-members': ['p0', 'p1', 'p2'].map((id) => member(id, 'g')),
        },
      },
      'fail',
      ['users/p0', 'users/p1', 'users/p2'],
    ],
    [
      'by somebody of whom nothing is known',
      made([...users(2, ON_PROD), muteUser('a')]),
      'indeterminate',
      ['workspace'],
    ],
    [
      'where nothing is labelled so',
      { records: { users: users(20, ON_PROD), sources: [{ id: 'dev', labels: [label('dev')] }] } },
      'not_applicable',
    ],
    [
      'where it is not known what is labelled so',
      { records: { users: users(20, ON_PROD), sources: { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
  ]);
});
