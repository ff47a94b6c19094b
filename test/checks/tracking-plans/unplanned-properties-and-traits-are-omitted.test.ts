/** TP-03: properties and traits that governed production sources let through. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/tracking-plans/unplanned-properties-and-traits-are-omitted.ts';
import { answerOf } from '../../support/checked.ts';
import { governed, library } from '../../support/plans.ts';

const traits = (allowed: boolean | null) => ({
  allowUnplannedTraits: allowed,
  allowTraitsOnViolations: allowed,
});
const settings = (track: boolean, group: boolean | null) => ({
  track: { allowUnplannedEventProperties: track, allowPropertiesOnViolations: track },
  identify: traits(false),
  group: traits(group),
});
const BAD = settings(true, false);

describe('settings', () => {
  it.each([
    ['that omit', settings(false, false), 'pass'],
    ['that allow properties', BAD, 'fail'],
    ['that allow traits of groups', settings(false, true), 'fail'],
    ['that do not say', settings(false, null), 'indeterminate'],
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

  it('are asked of the scopes alone, and say what they do not cover', async () => {
    const records = governed(settings(false, true));
    const answer = await answerOf(check, { records, policy: { scopes: ['track', 'identify'] } });
    expect(answer).toMatchObject({ outcome: 'pass', reason: expect.stringContaining('cloud mode') });
  });
});
