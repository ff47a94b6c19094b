/** SRC-06: enabled sources that send nothing. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/enabled-sources-carry-traffic.ts';
import { answerOf } from '../../support/checked.ts';

const source = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  enabled: true,
  metadata: { categories: ['Server'], isCloudEventSource: false },
  ...more,
});
/** Of 30 whole days before the run, the last ones of so many days ago. */
const volume = (id: string, lastDaysAgo: number) => ({
  id,
  data: {
    source: { id },
    series: Array.from({ length: 30 }, (_, day) => ({
      time: new Date(Date.UTC(2026, 10, 22 - 30 + day)).toISOString(),
      count: 30 - day < lastDaysAgo ? 0 : 1,
    })),
  },
});
const BUSY = volume('busy', 1);
const young = {
  from: '2026-01-01T00:00:00.000Z',
  list: [{ subject: 'sources/a', since: '2026-11-20T00:00:00.000Z' }],
};

describe('traffic', () => {
  it.each([
    ['of every source', { sources: [source('a')], 'event-volume': [volume('a', 1)] }, 'pass', []],
    ['of none', { sources: [source('a')], 'event-volume': [BUSY] }, 'warn', ['sources/a']],
    ['that ended', { sources: [source('a')], 'event-volume': [volume('a', 20)] }, 'pass', []],
    ['of nobody', { sources: [source('a')] }, 'warn', ['sources/a']],
    [
      'of what is off',
      { sources: [source('a', { enabled: false })], 'event-volume': [BUSY] },
      'not_applicable',
      [],
    ],
    [
      'that was not asked for',
      { sources: [source('a')], 'event-volume': { outcome: 'not-collected', reason: 'opt-in' } },
      'not_configured',
      [],
    ],
    [
      'that was not read whole',
      {
        sources: [source('a')],
        'event-volume': { outcome: 'partial', reason: 'truncated', records: [volume('a', 1)] },
      },
      'indeterminate',
      [],
    ],
  ] as const)('%s', async (_, records, outcome, subjects) => {
    const answer = await answerOf(check, { records });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('is not asked of what is new, nor of days that Segment does not tell of', async () => {
    const records = { sources: [source('a')], 'event-volume': [BUSY] };
    expect(await answerOf(check, { records, seen: young })).toMatchObject({
      outcome: 'pass',
      populationSize: 0,
    });
    const longer = await answerOf(check, { records, policy: { idleDays: 60 } });
    expect(longer.outcome).toBe('indeterminate');
    const shorter = { sources: [source('a')], 'event-volume': [volume('a', 20)] };
    expect(await answerOf(check, { records: shorter, policy: { idleDays: 14 } })).toMatchObject({
      outcome: 'warn',
    });
  });
});
