/** SRC-03: names that say nothing, or that two sources have. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/source-names-are-meaningful-and-unique.ts';
import { answerOf } from '../../support/checked.ts';

const source = (id: string, name?: string) => ({
  id,
  slug: `slug-${id}`,
  ...(name === undefined ? {} : { name }),
  metadata: { name: 'Kotlin (Android)', categories: ['Mobile'] },
});

describe('names of sources', () => {
  it.each([
    ['that say something', [source('a', 'Web'), source('b', 'App')], 'pass', []],
    ['that were not given', [source('a')], 'pass', []],
    ['that are empty', [source('a', ' ')], 'fail', ['sources/a']],
    ['that are of the kind', [source('a', 'kotlin (android)')], 'fail', ['sources/a']],
    [
      'that say nothing',
      [source('a', 'Source 2'), source('b', 'Node.js')],
      'fail',
      ['sources/a', 'sources/b'],
    ],
    ['that two have', [source('a', 'Web '), source('b', 'web')], 'fail', ['sources/a', 'sources/b']],
    [
      'that say nothing, and that two have: one exception each',
      [source('a', 'test'), source('b', 'Test')],
      'fail',
      ['sources/a', 'sources/b'],
    ],
    ['of none', [], 'pass', []],
  ] as const)('%s', async (_, sources, outcome, subjects) => {
    const answer = await answerOf(check, { records: { sources } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('are held against an agreed pattern', async () => {
    const records = { sources: [source('a', 'shop_web'), source('b', 'Web')] };
    const answer = await answerOf(check, { records, policy: { namePattern: '^[a-z]+_[a-z]+$' } });
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(['sources/b']);
  });

  it('never pass where the list was not read whole', async () => {
    const sources = { outcome: 'partial', reason: 'truncated', records: [source('a', 'Web')] } as const;
    expect(await answerOf(check, { records: { sources } })).toMatchObject({ outcome: 'indeterminate' });
  });
});
