/** EVD-02: lists that were not read to their end, and groups that are not as large as Segment says. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/evidence/populations-are-complete.ts';
import { answerOf } from '../../support/checked.ts';

const group = (memberCount: number) => ({
  groups: [{ id: 'g', memberCount }],
  'group-members': [{ id: 'g/u', data: { id: 'u' }, parent: { groupId: 'g' } }],
});
const invited = [{ id: 'g/x', data: { email: 'x' }, parent: { groupId: 'g' } }];

describe('populations', () => {
  it.each([
    ['that are whole', group(1), {}, 'pass', []],
    [
      'that end early',
      { users: { outcome: 'partial', reason: 'count-mismatch', records: [] } },
      {},
      'fail',
      ['workspace'],
    ],
    [
      'that were refused',
      { users: { outcome: 'denied', reason: 'scope' } },
      {},
      'indeterminate',
      ['workspace'],
    ],
    ['that were left out', { users: { outcome: 'not-collected', reason: 'opt-in' } }, {}, 'pass', []],
    ['of groups that are larger', group(2), {}, 'fail', ['groups/g']],
    ['of groups with somebody invited', { ...group(2), 'group-invites': invited }, {}, 'pass', []],
    [
      'of groups whose members were not all listed',
      { ...group(2), 'group-members': { outcome: 'denied', reason: 'scope' } },
      {},
      'indeterminate',
      ['workspace'],
    ],
    ['of groups that nearly agree', group(2), { tolerance: 1 }, 'pass', []],
  ] as const)('%s', async (_, records, policy, outcome, subjects) => {
    const answer = await answerOf(check, { records, policy });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });
});
