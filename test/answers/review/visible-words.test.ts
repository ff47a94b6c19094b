/** What programs do to the words of a row, and what only a person does. */
import { describe, expect, it } from 'vitest';
import type { ReviewItem } from '../../../schemas/review.ts';
import { otherWords, visibleWords } from '../../../src/answers/review/visible-words.ts';

const grant = (role: string) => ({
  roleId: role,
  role,
  resources: [{ type: 'SOURCE', id: 's', name: 'Web' }],
});
const item: ReviewItem = {
  id: 'u/group/g',
  kind: 'group',
  userId: 'u',
  email: 'ada@acme.example',
  name: "=Ad\u00E8le; '+1\u0007",
  groupId: 'g',
  group: 'Analysts',
  grants: [grant('Source Admin'), grant('Source Read-only')],
};
const words = visibleWords(item);

it('of an item are a part of the format: years later they have to be the same', () => {
  expect(words).toEqual({
    name: item.name,
    what: 'member of group Analysts',
    access: 'Source Admin on SOURCE Web; Source Read-only on SOURCE Web',
  });
});

describe('the same words', () => {
  it.each([
    ['as they are', words],
    ['a line each', { ...words, access: words.access.replace('; ', '\n') }],
    [
      'with other line ends, and spaces around them',
      { ...words, access: ` ${words.access.replace('; ', '\r\n')} ` },
    ],
    ['with apostrophes before what would be formulas', { ...words, name: "'=Ad\u00E8le; ''+1\uFFFD" }],
    ['with letters composed in another way', { ...words, name: "=Ade\u0300le; '+1" }],
  ])('%s', (_, row) => {
    expect(otherWords(row, item)).toEqual([]);
  });

  it.each(['', '(none)'])('of an account that has nothing: %j', (access) => {
    const account: ReviewItem = {
      id: 'u/account',
      kind: 'account',
      userId: 'u',
      email: item.email,
      grants: [],
    };
    const row = { ...visibleWords(account), access };

    expect(otherWords(row, account)).toEqual([]);
    expect(otherWords({ ...words, access }, item)).toHaveLength(1);
  });

  it('as far as a cell holds them', () => {
    const long = { ...item, grants: Array.from({ length: 2000 }, () => grant('Source Admin')) };
    const all = visibleWords(long).access;
    const row = {
      ...visibleWords(long),
      access: `${all.slice(0, 32_000)}… [${all.length} characters in all, more than a cell holds: see JSON or CSV]`,
    };

    expect(otherWords(row, long)).toEqual([]);
    expect(otherWords({ ...row, access: row.access.replace('Admin', 'Owner') }, long)).toHaveLength(1);
    // Short of that nothing is cut.
    expect(
      otherWords({ ...words, access: 'Source Admin… [58 characters in all, more than a cell holds]' }, item),
    ).toHaveLength(1);
  });
});

it.each([
  ['name', { ...words, name: '' }],
  ['what', { ...words, what: 'member of group Admins' }],
  ['access', { ...words, access: 'Source Admin on SOURCE Web' }],
  ['access', { ...words, access: words.access.toLowerCase() }],
])('says that the %s is another', (field, row) => {
  expect(otherWords(row, item)).toEqual([{ field, expected: words[field as keyof typeof words] }]);
});
