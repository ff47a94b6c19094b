/** SRC-07: sources that stay switched off. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/disabled-sources-are-retired.ts';
import { answerOf } from '../../support/checked.ts';

const source = (id: string, enabled: boolean) => ({
  id,
  name: 'Web prod',
  enabled,
  metadata: { categories: ['Website'] },
});
const event = (timestamp: string, actor = 'u') => ({
  id: timestamp,
  timestamp,
  type: 'Source Disabled',
  resourceId: 'a',
  actor,
});
const since = (at: string) => ({
  from: '2026-01-01T00:00:00.000Z',
  list: [{ subject: 'sources/a', since: at }],
});

describe('disabled sources', () => {
  it.each([
    ['there are none of', [source('a', true)], [], undefined, 'pass'],
    ['that were there at the first look', [source('a', false)], [], undefined, 'indeterminate'],
    ['since lately', [source('a', false)], [], since('2026-11-01T00:00:00.000Z'), 'pass'],
    ['since long', [source('a', false)], [], since('2026-03-01T00:00:00.000Z'), 'warn'],
    [
      'that the audit trail tells of',
      [source('a', false)],
      [event('2026-11-01T00:00:00Z')],
      undefined,
      'pass',
    ],
    [
      'that Segment itself disabled',
      [source('a', false)],
      [event('2026-11-01T00:00:00Z', 'Segment')],
      undefined,
      'warn',
    ],
  ] as const)('%s', async (_, sources, events, seen, outcome) => {
    const records = { sources, 'audit-events': events };
    const answer = await answerOf(check, { records, ...(seen ? { seen } : {}) });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.every(({ subject }) => subject === 'sources/a')).toBe(true);
  });

  it('are known without the audit trail', async () => {
    const records = {
      sources: [source('a', true)],
      'audit-events': { outcome: 'denied', reason: 'scope' },
    } as const;
    expect(await answerOf(check, { records })).toMatchObject({ outcome: 'pass' });
  });
});
