/** PRV-04: people who left the list, and no request says so. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/privacy/nobody-leaves-the-suppression-list-unasked.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';
import type { MadeRun } from '../../support/checked.ts';

const printOf = (person: string, key = '00000000') => `hmac-sha256:${key}:${person}`;
const FAIL = [`fail suppressions/${printOf('b')}`];
const UNKNOWN = [`unknown suppressions/${printOf('b')}`];
const one = (person: string, key?: string) => ({
  id: `USER_ID/${printOf(person, key)}`,
  data: { subjectType: 'USER_ID', subjectId: printOf(person, key) },
});
const asked = (regulationType: string, person: string) => ({
  id: 'r',
  regulationType,
  subjects: [printOf(person)],
});
const left = (records: MadeRun['records']) => ({
  records: { suppressions: [one('a')], ...records },
  before: { suppressions: [one('a'), one('b')] },
});

describe('a person', () => {
  answersAre(check, [
    ['on no list before', { records: { suppressions: [one('a')] } }, 'not_applicable'],
    [
      'who is still there',
      { records: { suppressions: [one('a')] }, before: { suppressions: [one('a')] } },
      'pass',
    ],
    [
      'who came',
      { records: { suppressions: [one('a'), one('b')] }, before: { suppressions: [one('b')] } },
      'pass',
    ],
    ['who left', left({}), 'fail', FAIL],
    ['who left and asked for it', left({ regulations: [asked('UNSUPPRESS', 'b')] }), 'pass'],
    ['who left while another asked', left({ regulations: [asked('UNSUPPRESS', 'c')] }), 'fail', FAIL],
    [
      'who left and asked for something else',
      left({ regulations: [asked('DELETE_ONLY', 'b')] }),
      'fail',
      FAIL,
    ],
    ['who left while requests were not read', left({ regulations: DENIED }), 'indeterminate', UNKNOWN],
    ['who left long ago', { ...left({}), at: '2027-02-22T03:00:00.000Z' }, 'indeterminate', UNKNOWN],
    [
      'under another key',
      { records: { suppressions: [one('a', '11111111')] }, before: { suppressions: [one('a')] } },
      'indeterminate',
    ],
    [
      'who may be where nobody read',
      left({ suppressions: { outcome: 'partial', reason: 'count-mismatch', records: [one('a')] } }),
      'indeterminate',
    ],
  ]);
});
