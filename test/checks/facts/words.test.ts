/** Words of a name: those that somebody wrote, and none that chance made. */
import { expect, it } from 'vitest';
import { wordsOf } from '../../../src/checks/facts/words.ts';

const MADE = 'hmac-sha256:3306a2fc:Dev_Qa-prod-AAAAAAAAAA';

it.each([
  ['userID', ['user', 'id']],
  ['User ID, user_id', ['user', 'id', 'user', 'id']],
  [`Test of ${MADE}`, ['test', 'of', MADE]],
  [`${MADE}~1Yz-qa-2 shop`, [`${MADE}~1Yz-qa`, '2', 'shop']],
  ['', []],
])('%s', (name, words) => {
  expect(wordsOf(name)).toEqual(words);
});
