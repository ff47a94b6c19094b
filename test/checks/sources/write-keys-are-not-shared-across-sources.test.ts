/** SRC-04: two sources with one write key. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/write-keys-are-not-shared-across-sources.ts';
import { answerOf } from '../../support/checked.ts';

const source = (id: string, writeKeys?: readonly string[]) => ({ id, ...(writeKeys ? { writeKeys } : {}) });

describe('write keys', () => {
  it.each([
    ['each its own', [source('a', ['k1']), source('b', ['k2', 'k3'])], 'pass', []],
    ['none at all', [source('a', [])], 'pass', []],
    [
      'one in common',
      [source('a', ['k1']), source('b', ['k1', 'k2']), source('c', ['k3'])],
      'fail',
      ['sources/a', 'sources/b'],
    ],
    ['not given', [source('a', ['k1']), source('b')], 'indeterminate', ['sources/b']],
    ['no sources', [], 'pass', []],
  ] as const)('%s', async (_, sources, outcome, subjects) => {
    const answer = await answerOf(check, { records: { sources } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('fails on what was read of a partial list, and does not pass on it', async () => {
    const partial = (records: readonly { readonly id: string }[]) =>
      answerOf(check, { records: { sources: { outcome: 'partial', reason: 'count-mismatch', records } } });
    expect((await partial([source('a', ['k']), source('b', ['k'])])).outcome).toBe('fail');
    expect((await partial([source('a', ['k'])])).outcome).toBe('indeterminate');
  });
});
