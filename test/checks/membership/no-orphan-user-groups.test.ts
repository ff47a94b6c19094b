/** IAM-07: groups that give nothing to anybody. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/membership/no-orphan-user-groups.ts';
import { eachOutcome } from '../../support/check-table.ts';
import { grant, group, member } from '../../support/people.ts';

const READS = grant('Source Read-only');
const empty = (id: string) => ({ ...group(id, READS), memberCount: 0 });

describe('a group', () => {
  eachOutcome(check, [
    ['with a member and permissions', { records: { groups: [group('g', READS)] } }, 'pass'],
    ['that nobody is in', { records: { groups: [empty('g')] } }, 'fail', ['groups/g']],
    [
      'of which Segment says no number, and that nobody is in',
      { records: { groups: [{ ...empty('g'), memberCount: null }] } },
      'fail',
      ['groups/g'],
    ],
    [
      'that somebody is only invited into',
      { records: { groups: [empty('g')], 'group-invites': [member('a', 'g')] } },
      'pass',
    ],
    [
      'that nobody is in, as far as is known',
      { records: { groups: [empty('g')], 'group-invites': { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
      ['groups/g'],
    ],
    [
      'that counts nobody and lists somebody',
      { records: { groups: [empty('g')], 'group-members': [member('a', 'g')] } },
      'pass',
    ],
    ['that gives nothing', { records: { groups: [group('g')] } }, 'fail', ['groups/g']],
    [
      'of which Segment gave no permissions',
      { records: { groups: [{ id: 'g', name: 'g', memberCount: 1 }] } },
      'indeterminate',
      ['groups/g'],
    ],
    [
      'that is not asked about',
      { records: { groups: [empty('g'), group('h')] }, policy: { ignoreGroups: ['g', 'h'] } },
      'pass',
    ],
    ['there is none', { records: { groups: [] } }, 'not_applicable'],
    [
      'in a list that was not read whole',
      { records: { groups: { outcome: 'partial', reason: 'truncated', records: [group('g', READS)] } } },
      'indeterminate',
    ],
  ]);
});
