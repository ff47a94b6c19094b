/** DST-04: filters that hold back less than before. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/switched-off-filters-are-explained.ts';
import { answersAre, comparedWith, DENIED, EXPLAINED } from '../../support/check-table.ts';

const OPEN = ['unknown destination-filters/f'];
const OFF = { id: 'f', fields: [{ pointer: '/enabled', before: true, after: false }] };
const since = (changes: Parameters<typeof comparedWith>[1], filter: object = {}, isTrailWhole = true) => ({
  records: { destinations: [{ id: 'd' }] },
  before: {
    'destination-filters': [
      { id: 'f', enabled: true, destinationId: 'd', actions: [{ type: 'DROP' }], ...filter },
    ],
  },
  changes: { 'destination-filters': comparedWith('destination-filters', changes, isTrailWhole) },
});

describe('a filter', () => {
  answersAre(check, [
    ['that was never read', { records: {} }, 'not_applicable'],
    ['that is as it was', since([]), 'pass'],
    ['that was switched off', since([OFF]), 'indeterminate', OPEN],
    ['that was switched off, with an event', since([{ ...OFF, ...EXPLAINED }]), 'pass'],
    ['that was removed', since([{ id: 'f', change: 'removed' }]), 'indeterminate', OPEN],
    [
      'that was changed',
      since([{ id: 'f', fields: [{ pointer: '/actions/0/fields' }] }]),
      'indeterminate',
      OPEN,
    ],
    ['that has another title', since([{ id: 'f', fields: [{ pointer: '/title' }] }]), 'pass'],
    ['that only took a sample', since([OFF], { actions: [{ type: 'SAMPLE' }] }), 'pass'],
    ['that was off before', since([OFF], { enabled: false }), 'pass'],
    ['that went with its destination', { ...since([OFF]), records: {} }, 'pass'],
    [
      'whose destination nobody can tell of',
      { ...since([OFF]), records: { destinations: DENIED } },
      'indeterminate',
      OPEN,
    ],
    ['while nobody watched', since([OFF], {}, false), 'indeterminate', OPEN],
    [
      'with an approval',
      {
        ...since([OFF]),
        records: {
          destinations: [{ id: 'd' }],
          'input:approvals': [{ id: '1', subject: 'destination-filters/f', approvedOn: '2026-11-20' }],
        },
      },
      'pass',
    ],
    ['that was not read now', { ...since([]), records: { 'destination-filters': DENIED } }, 'indeterminate'],
  ]);
});
