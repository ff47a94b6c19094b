/** EVD-01: what was last read whole too long ago. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/evidence/evidence-is-fresh.ts';
import { answerOf } from '../../support/checked.ts';

const denied = { outcome: 'denied', reason: 'scope' } as const;

describe('evidence', () => {
  it.each([
    ['that is whole', {}, {}, 'pass', []],
    ['that was whole a day before', { users: denied }, { users: [] }, 'pass', []],
    ['that never was', { users: denied }, {}, 'indeterminate', ['workspace']],
    [
      'that was left out on purpose',
      { users: { outcome: 'not-collected', reason: 'excluded' } },
      {},
      'pass',
      [],
    ],
    ['of what is not offered', { spaces: { outcome: 'unavailable', reason: 'not-offered' } }, {}, 'pass', []],
  ] as const)('%s', async (_, records, before, outcome, subjects) => {
    const answer = await answerOf(check, { records, before });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('that was whole two days before is too old', async () => {
    const made = { records: { users: denied }, before: { users: [] }, at: '2026-11-23T03:00:00.000Z' };
    expect(await answerOf(check, made)).toMatchObject({
      outcome: 'fail',
      exceptions: [{ detail: 'users was last read whole 48 hours ago.' }],
    });
    expect(await answerOf(check, { ...made, policy: { maxAgeHours: 48 } })).toMatchObject({
      outcome: 'pass',
    });
  });
});
