/** DST-02: vendors whose records are not complete. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/vendor-records-hold-contract-role-and-country.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const DESTINATION = { id: 'd', enabled: true, metadata: { slug: 'vendor' } };
const VENDOR = {
  id: '1',
  vendor: 'Vendor',
  slugs: ['vendor'],
  contract: 'DPA-7',
  role: 'processor',
  country: 'IE',
  reviewedOn: '2026-06-01',
};
const given = (data: object, isUsed = true) => ({
  records: { destinations: isUsed ? [DESTINATION] : [], 'input:vendors': [{ ...VENDOR, ...data }] },
});

describe('the record of a vendor', () => {
  answersAre(check, [
    ['without a vendor file', { records: { destinations: [DESTINATION] } }, 'not_configured'],
    ['that is complete', given({}), 'pass'],
    ['without a contract', given({ contract: null }), 'fail', ['fail input:vendors/1']],
    ['without country and role', given({ country: '', role: undefined }), 'fail', ['fail input:vendors/1']],
    ['reviewed a year ago', given({ reviewedOn: '2025-11-22' }), 'pass'],
    ['reviewed a day earlier', given({ reviewedOn: '2025-11-21' }), 'fail', ['fail input:vendors/1']],
    ['reviewed tomorrow', given({ reviewedOn: '2026-11-23' }), 'pass'],
    ['reviewed on a day to come', given({ reviewedOn: '2062-06-01' }), 'fail', ['fail input:vendors/1']],
    ['reviewed on no date', given({ reviewedOn: 'soon' }), 'fail', ['fail input:vendors/1']],
    ['without personal data', given({ contract: null, personalData: false }), 'pass'],
    ['that nothing belongs to', given({ contract: null, slugs: ['b'] }, false), 'pass'],
    ['that is missing', given({ slugs: ['b'] }), 'fail', ['fail destinations/d']],
    [
      'of what Segment does not name',
      { records: { destinations: [{ id: 'd', enabled: true }], 'input:vendors': [VENDOR] } },
      'indeterminate',
      ['unknown destinations/d'],
    ],
    [
      'in a list that was not read',
      { records: { destinations: DENIED, 'input:vendors': [VENDOR] } },
      'indeterminate',
    ],
  ]);
});
