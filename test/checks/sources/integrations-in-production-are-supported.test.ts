/** SRC-08: kinds of source and destination that are no longer, or not yet, for everybody's use. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/integrations-in-production-are-supported.ts';
import { answerOf } from '../../support/checked.ts';

const source = (name: string, status: string | null, more: Record<string, unknown> = {}) => ({
  id: 'a',
  name,
  enabled: true,
  metadata: { name: 'Roku', slug: 'roku', status, categories: ['Ott'] },
  ...more,
});
const destination = (status: string, more: Record<string, unknown> = {}, slug = 'x') => ({
  id: 'd',
  enabled: true,
  sourceId: 'a',
  metadata: { name: 'X', slug, status },
  ...more,
});
const PROD = source('Web prod', 'PUBLIC');

describe('integrations', () => {
  it.each([
    ['that are public', [PROD], [destination('PUBLIC')], 'pass', []],
    [
      'that are deprecated, and of which nothing says that they are on',
      [PROD],
      [destination('DEPRECATED', { enabled: undefined })],
      'fail',
      ['destinations/d'],
    ],
    ['that are deprecated', [source('Web prod', 'DEPRECATED')], [], 'fail', ['sources/a']],
    [
      'that are deprecated, in tests',
      [source('Web dev', 'DEPRECATED')],
      [destination('DEPRECATED')],
      'pass',
      [],
    ],
    [
      'that are deprecated, who knows where',
      [source('Web', 'DEPRECATED')],
      [],
      'indeterminate',
      ['sources/a'],
    ],
    [
      'that are deprecated, switched off',
      [source('Web prod', 'DEPRECATED', { enabled: false })],
      [],
      'pass',
      [],
    ],
    ['that are gone', [PROD], [destination('UNAVAILABLE')], 'fail', ['destinations/d']],
    ['that are gone, switched off', [PROD], [destination('UNAVAILABLE', { enabled: false })], 'pass', []],
    ['in beta', [source('Web prod', 'PUBLIC_BETA')], [], 'warn', ['sources/a']],
    ['in somebody’s private beta', [PROD], [destination('PRIVATE_BETA')], 'warn', ['destinations/d']],
    ['that are functions of the company', [PROD], [destination('PRIVATE_BETA', {}, 'private')], 'pass', []],
    ['of an unknown status', [source('Web prod', null)], [], 'indeterminate', ['sources/a']],
  ] as const)('%s', async (_, sources, destinations, outcome, subjects) => {
    const answer = await answerOf(check, { records: { sources, destinations } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('never pass where destinations were not read', async () => {
    const records = { sources: [PROD], destinations: { outcome: 'denied', reason: 'scope' } } as const;
    expect(await answerOf(check, { records })).toMatchObject({ outcome: 'indeterminate' });
  });
});
