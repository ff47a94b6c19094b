/** EVD-03: what must be withheld, in clear. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/evidence/records-hold-no-secrets.ts';
import { answerOf } from '../../support/checked.ts';

const PRINT = 'hmac-sha256:b86af9f2:k4XKjLvWCwMWKXt3za3pDu';

describe('records', () => {
  it.each([
    [
      'with fingerprints',
      {
        sources: [{ id: 'a', writeKeys: [PRINT], settings: { url: { $fingerprint: PRINT }, port: 1 } }],
        suppressions: [{ id: 's', subjectId: PRINT }],
        regulations: [{ id: 'r', subjects: [PRINT] }],
      },
      'pass',
      [],
    ],
    ['with a write key', { sources: [{ id: 'a', writeKeys: ['clear'] }] }, 'fail', ['sources/a']],
    [
      'with a setting',
      { destinations: [{ id: 'd', settings: { apiKey: 'clear' } }] },
      'fail',
      ['destinations/d'],
    ],
    ['with somebody to forget', { regulations: [{ id: 'r', subjects: ['u1'] }] }, 'fail', ['regulations/r']],
    [
      'with somebody suppressed',
      { suppressions: [{ id: 's', subjectId: 'u1' }] },
      'fail',
      ['suppressions/s'],
    ],
    [
      'with a token',
      { labels: [{ id: 'l', data: { value: [`sgp_${'a1B2'.repeat(16)}`] } }] },
      'fail',
      ['labels/l'],
    ],
  ] as const)('%s', async (_, records, outcome, subjects) => {
    const answer = await answerOf(check, { records });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
    expect(JSON.stringify(answer)).not.toMatch(/u1|sgp_a1B2/);
  });

  it('are searched in for what the policy says', async () => {
    const records = { sources: [{ id: 'a', writeKeys: ['clear'] }] };
    const answer = await answerOf(check, { records, policy: { scanners: ['suppressedIds'] } });
    expect(answer).toMatchObject({ outcome: 'pass', populationSize: 1 });
  });
});
