/** TP-02: what governed production sources let through. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/unplanned-and-violating-events-are-blocked.ts';
import { answerOf } from '../../support/checked.ts';
import { governed, library } from '../../support/plans.ts';

const track = (allowUnplannedEvents: boolean | null, commonEventOnViolations: string | null) => ({
  track: { allowUnplannedEvents, commonEventOnViolations },
});
const BAD = track(true, 'BLOCK');

describe('settings', () => {
  it.each([
    ['that block', track(false, 'BLOCK'), 'pass'],
    ['that take properties out', track(false, 'OMIT_PROPERTIES'), 'pass'],
    ['that allow unplanned events', BAD, 'fail'],
    ['that allow violations', track(false, 'ALLOW'), 'fail'],
    ['that do not say', track(null, 'BLOCK'), 'indeterminate'],
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

  it('may allow violations where the policy says so', async () => {
    const policy = { requireBlockOnViolation: false };
    const records = governed(track(false, 'ALLOW'));
    expect(await answerOf(check, { records, policy })).toMatchObject({ outcome: 'pass' });
  });
});
