/** TP-04: where governed production sources forward what they hold back. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/violations-are-forwarded-for-review.ts';
import { answerOf } from '../../support/checked.ts';
import { governed, library } from '../../support/plans.ts';

const BAD = { forwardingViolationsTo: 'gone' };

describe('settings', () => {
  it.each([
    ['that forward', { forwardingViolationsTo: 'a' }, 'pass'],
    ['that forward to what is not there', BAD, 'fail'],
    ['that forward nothing', {}, 'warn'],
    ['that were not read', undefined, 'indeterminate'],
  ] as const)('%s', async (_, settings, outcome) => {
    const answer = await answerOf(check, { records: governed(settings) });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.every(({ subject }) => subject === 'sources/a')).toBe(true);
    expect(answer.exceptions).toHaveLength(outcome === 'pass' ? 0 : 1);
  });

  it('of sources that no plan governs prove nothing, nor those of tests', async () => {
    const records = { ...governed(BAD), 'tracking-plan-sources': [] };
    expect(await answerOf(check, { records })).toMatchObject({ outcome: 'not_applicable' });
    expect(await answerOf(check, { records: governed(BAD, 'Web dev') })).toMatchObject({
      outcome: 'not_applicable',
    });
    const off = { ...governed(BAD), sources: [library('a', 'Web prod', { enabled: false })] };
    expect(await answerOf(check, { records: off })).toMatchObject({ outcome: 'not_applicable' });
  });

  it('of a source that may be production leave it open', async () => {
    expect(await answerOf(check, { records: governed(BAD, 'Web') })).toMatchObject({
      outcome: 'indeterminate',
    });
  });

  it('may forward to what was not read', async () => {
    const read = governed(BAD);
    const records = {
      ...read,
      sources: { outcome: 'partial', reason: 'truncated', records: read.sources },
    } as const;
    expect(await answerOf(check, { records })).toMatchObject({ outcome: 'indeterminate', exceptions: [] });
  });
});
