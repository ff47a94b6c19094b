/** WH-04: queries that take every column. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/warehouses/reverse-etl-queries-name-their-columns.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';
import { answerOf } from '../../support/checked.ts';

const of = (data: object) => ({ records: { 'reverse-etl-models': [{ id: 'm', enabled: true, ...data }] } });

describe('a query', () => {
  answersAre(check, [
    ['that names its columns', of({ query: { $selectsAll: false } }), 'pass'],
    ['that takes all', of({ query: { $selectsAll: true } }), 'fail', ['fail reverse-etl-models/m']],
    ['that takes all and is off', of({ enabled: false, query: { $selectsAll: true } }), 'pass'],
    [
      'that nobody can read',
      of({ query: { $digest: 'x' } }),
      'indeterminate',
      ['unknown reverse-etl-models/m'],
    ],
    ['that was not read', { records: { 'reverse-etl-models': DENIED } }, 'indeterminate'],
    ['among none', { records: {} }, 'pass'],
  ]);

  it('says that columns cannot be asked again', async () => {
    const { reason } = await answerOf(check, of({ query: { $selectsAll: false } }));
    expect(reason).toContain('not re-performable');
  });
});
