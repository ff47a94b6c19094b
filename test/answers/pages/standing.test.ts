/** Why something is not complete, in words. */
import { expect, it } from 'vitest';
import { endingsText } from '../../../src/answers/pages/standing.ts';

it.each([
  ['nothing', [], []],
  ['one', ['users denied (scope)'], ['users: denied (scope)']],
  [
    'many that ended alike in one line, and none left out',
    [
      'users denied (scope)',
      'sources partial (field-hidden)',
      'groups denied (scope)',
      'roles denied (auth)',
    ],
    ['users, groups: denied (scope)', 'sources: partial (field-hidden)', 'roles: denied (auth)'],
  ],
])('what was not read whole is told: %s', (_what, gaps, said) => {
  const given = gaps.map((gap) => {
    const [resource = '', ...ended] = gap.split(' ');
    return { resource, ended: ended.join(' ') };
  });

  expect(endingsText(given)).toEqual(said);
});
