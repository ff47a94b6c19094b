/** SRC-02: sources that several environments share, or that say two things of themselves. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/environments-are-separate-sources.ts';
import { answerOf } from '../../support/checked.ts';

const source = (id: string, name: string, environment?: string, slug = id) => ({
  id,
  name,
  slug,
  enabled: true,
  labels: environment === undefined ? [] : [{ key: 'environment', value: environment }],
  metadata: { categories: ['Website'] },
});
const copied = { ...source('s', 'Payments prod', 'production'), metadata: { categories: ['Payments'] } };

describe('environments', () => {
  it.each([
    ['each its own', [source('a', 'Web prod'), source('b', 'Web dev')], 'pass', []],
    [
      'by their labels',
      [source('a', 'Web', 'production'), source('b', 'Web (dev)', 'development')],
      'pass',
      [],
    ],
    ['without a counterpart', [source('a', 'Web prod'), source('b', 'App dev')], 'fail', ['sources/a']],
    [
      'whose counterpart may have another name',
      [source('a', 'Web', 'production'), source('b', 'App', 'development')],
      'warn',
      ['sources/a'],
    ],
    [
      'that name and label tell apart',
      [source('a', 'Web dev', 'production'), source('b', 'Web', 'development')],
      'fail',
      ['sources/a'],
    ],
    [
      'that a slug tells apart',
      [source('a', 'Web', 'staging', 'web-prod'), source('b', 'x', 'staging')],
      'warn',
      ['sources/a'],
    ],
    [
      'that nothing tells',
      [source('a', 'Web'), source('b', 'App')],
      'indeterminate',
      ['sources/a', 'sources/b'],
    ],
    ['of what is copied from elsewhere', [copied, source('b', 'Web dev')], 'pass', []],
    ['of one source', [source('a', 'Web')], 'not_applicable', []],
  ] as const)('%s', async (_, sources, outcome, subjects) => {
    const answer = await answerOf(check, { records: { sources } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('misses no counterpart in a list that was not read whole', async () => {
    const records = [source('a', 'Web prod'), source('b', 'App dev')];
    const sources = { outcome: 'partial', reason: 'truncated', records } as const;
    expect(await answerOf(check, { records: { sources } })).toMatchObject({ outcome: 'indeterminate' });
  });
});
