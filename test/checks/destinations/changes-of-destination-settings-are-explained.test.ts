/** DST-05: settings that nobody explains. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/changes-of-destination-settings-are-explained.ts';
import { answersAre, comparedWith, DENIED, EXPLAINED } from '../../support/check-table.ts';

const SETTING = { id: 'd', fields: [{ pointer: '/settings/apiKey' }] };
const since = (changes: Parameters<typeof comparedWith>[1], isTrailWhole = true) => ({
  records: {},
  changes: { destinations: comparedWith('destinations', changes, isTrailWhole) },
});

describe('a change of a destination', () => {
  answersAre(check, [
    ['that was never read', { records: {} }, 'not_applicable'],
    ['that is none', since([]), 'pass'],
    ['of a setting', since([SETTING]), 'indeterminate', ['unknown destinations/d']],
    ['of a setting, with an event', since([{ ...SETTING, ...EXPLAINED }]), 'pass'],
    [
      'of a setting that needs no reason',
      { ...since([SETTING]), policy: { ignoreKeys: ['apiKey'] } },
      'pass',
    ],
    ['of the catalogue', since([{ id: 'd', fields: [{ pointer: '/metadata/status' }] }]), 'pass'],
    ['that is a new destination', since([{ id: 'd', change: 'added' }]), 'pass'],
    ['while nobody watched', since([SETTING], false), 'indeterminate', ['unknown destinations/d']],
    [
      'of a mapping',
      {
        records: {},
        changes: {
          'destination-subscriptions': comparedWith('destination-subscriptions', [
            { id: 's', fields: [{ pointer: '/trigger' }] },
          ]),
        },
      },
      'indeterminate',
      ['unknown destination-subscriptions/s'],
    ],
    [
      'while mappings cannot be compared',
      {
        records: {},
        changes: {
          ...since([]).changes,
          'destination-subscriptions': { kind: 'not-comparable', reason: 'Another key.' },
        },
      },
      'indeterminate',
      ['unknown workspace'],
    ],
    ['without an audit trail', { ...since([]), records: { 'audit-events': DENIED } }, 'indeterminate'],
  ]);
});
