/** WH-02: sensitive columns in a warehouse. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/warehouses/sensitive-columns-are-kept-out-of-warehouses.ts';
import { answersAre } from '../../support/check-table.ts';

const FAIL = ['fail selective-syncs/w/s/t'];
const of = (data: object) => ({
  records: {
    warehouses: [{ id: 'w', enabled: true }],
    'selective-syncs': [{ id: 'w/s/t', data: { warehouseId: 'w', collection: 't', enabled: true, ...data } }],
  },
});

describe('a column', () => {
  answersAre(check, [
    [
      'that was not asked for',
      { records: { 'selective-syncs': { outcome: 'not-collected', reason: 'opt-in' } } },
      'not_configured',
    ],
    ['of nothing sensitive', of({ properties: { colour: true } }), 'pass'],
    ['of a card', of({ properties: { card_number: true } }), 'fail', FAIL],
    ['of health, in other words', of({ properties: { patientDiagnosis: { enabled: true } } }), 'fail', FAIL],
    ['that is kept out', of({ properties: { card_number: false } }), 'pass'],
    ['of a table that is off', of({ enabled: false, properties: { card_number: true } }), 'pass'],
    [
      'of a warehouse that is off',
      {
        records: { ...of({ properties: { ssn: true } }).records, warehouses: [{ id: 'w', enabled: false }] },
      },
      'pass',
    ],
    [
      'of which nobody says it',
      of({ properties: { card_number: {} } }),
      'indeterminate',
      ['unknown selective-syncs/w/s/t'],
    ],
    ['of a table without columns', of({}), 'indeterminate', ['unknown selective-syncs/w/s/t']],
  ]);
});
