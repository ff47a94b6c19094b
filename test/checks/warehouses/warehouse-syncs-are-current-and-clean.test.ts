/** WH-01: sources that were not loaded for long, or with errors. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/warehouses/warehouse-syncs-are-current-and-clean.ts';
import { answersAre } from '../../support/check-table.ts';

const FAIL = ['fail warehouse-sources/w/s'];
const report = (day: string, status = 'SUCCESS', level?: string) => ({
  id: `w/s/${day}`,
  data: {
    sourceId: 's',
    start: `${day}T01:00:00Z`,
    end: `${day}T02:00:00Z`,
    status,
    notices: level === undefined ? [] : [{ level }],
  },
  parent: { warehouseId: 'w' },
});
const syncs = (...reports: readonly ReturnType<typeof report>[]) => ({
  records: {
    warehouses: [{ id: 'w', enabled: true }],
    sources: [{ id: 's', enabled: true }],
    'warehouse-sources': [{ id: 'w/s', data: { id: 's' }, parent: { warehouseId: 'w' } }],
    'warehouse-syncs': reports,
  },
});

describe('a source of a warehouse', () => {
  answersAre(check, [
    ['that was loaded today', syncs(report('2026-11-21')), 'pass'],
    ['that was loaded long ago', syncs(report('2026-11-10')), 'fail', FAIL],
    ['that was never loaded', syncs(), 'fail', FAIL],
    [
      'that failed today and was loaded yesterday',
      syncs(report('2026-11-21', 'SUCCESS'), report('2026-11-22', 'FAILED')),
      'pass',
    ],
    ['with an error in the newest report', syncs(report('2026-11-21', 'SUCCESS', 'error')), 'fail', FAIL],
    [
      'with an error in an older report',
      syncs(report('2026-11-20', 'SUCCESS', 'error'), report('2026-11-21')),
      'pass',
    ],
    [
      'that ended in unknown words',
      syncs(report('2026-11-21', 'WOBBLY')),
      'indeterminate',
      ['unknown warehouse-sources/w/s'],
    ],
    ['that is off', { records: { ...syncs().records, sources: [{ id: 's', enabled: false }] } }, 'pass'],
    [
      'of a warehouse that is off',
      { records: { ...syncs().records, warehouses: [{ id: 'w', enabled: false }] } },
      'pass',
    ],
    [
      'whose reports were not asked for',
      { records: { ...syncs().records, 'warehouse-syncs': { outcome: 'not-collected', reason: 'opt-in' } } },
      'not_configured',
    ],
    [
      'whose reports were read in part',
      {
        records: {
          ...syncs().records,
          'warehouse-syncs': { outcome: 'partial', reason: 'time', records: [] },
        },
      },
      'indeterminate',
      ['unknown warehouse-sources/w/s'],
    ],
  ]);
});
