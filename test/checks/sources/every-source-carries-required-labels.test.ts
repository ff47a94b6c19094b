/** SRC-01: sources without the labels that they must have. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/every-source-carries-required-labels.ts';
import { answerOf } from '../../support/checked.ts';

const PRODUCTION = { key: 'environment', value: 'production' };
const labels = [{ id: 'environment/production', ...PRODUCTION }];
const source = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  enabled: true,
  labels: [PRODUCTION],
  metadata: { slug: 'node-js', categories: ['Server'] },
  ...more,
});
const strange = source('a', { labels: [{ key: 'environment', value: 'prod' }] });

describe('labels', () => {
  it.each([
    ['that must be there', { sources: [source('a')], labels }, 'pass', []],
    ['that are missing', { sources: [source('a', { labels: [] })], labels }, 'fail', ['sources/a']],
    [
      'that no source has',
      { sources: [source('a', { labels: [] }), source('b', { labels: [] })], labels },
      'fail',
      ['workspace'],
    ],
    [
      'that some sources have',
      { sources: [source('a', { labels: [] }), source('b', { labels: [] }), source('c')], labels },
      'fail',
      ['sources/a', 'sources/b'],
    ],
    [
      'that no source has, as far as Segment gave them',
      { sources: [source('a', { labels: [] }), source('b', { labels: null })], labels },
      'fail',
      ['sources/a', 'sources/b'],
    ],
    ['that are not listed', { sources: [strange], labels }, 'fail', ['sources/a']],
    [
      'that may be listed in what was not read',
      { sources: [strange], labels: { outcome: 'partial', reason: 'truncated', records: labels } },
      'indeterminate',
      [],
    ],
    [
      'that were not given',
      { sources: [{ ...source('a'), labels: null }], labels },
      'indeterminate',
      ['sources/a'],
    ],
    [
      'of what is switched off',
      { sources: [source('a', { labels: [], enabled: false })], labels },
      'pass',
      [],
    ],
    [
      'of what Segment made',
      { sources: [source('a', { labels: [], metadata: { categories: ['INTERNAL'] } })], labels },
      'pass',
      [],
    ],
  ] as const)('%s', async (_, records, outcome, subjects) => {
    const answer = await answerOf(check, { records });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('that are recommended are counted, and kinds can be left out', async () => {
    const records = { sources: [source('a'), source('b', { labels: [] })], labels };
    const policy = { excludeMetadataSlugs: ['node-js'] };
    expect(await answerOf(check, { records, policy })).toMatchObject({ outcome: 'pass', populationSize: 0 });
    const { reason } = await answerOf(check, { records });
    expect(reason).toBe(
      'Without the recommended label data-class: 2. Without the recommended label owner: 2.',
    );
  });
});
