/** FN-01: changes of code that nobody explains. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/functions/changes-of-functions-and-transformations-are-explained.ts';
import { answersAre, comparedWith, DENIED, EXPLAINED } from '../../support/check-table.ts';

const CODE = { id: 'f', fields: [{ pointer: '/code/$digest', before: 'a', after: 'b' }] };
const since = (changes: Parameters<typeof comparedWith>[1], isTrailWhole = true) => ({
  records: {},
  changes: { functions: comparedWith('functions', changes, isTrailWhole) },
});
const approved = (approvedOn: string) => ({
  'input:approvals': [{ id: '1', subject: 'functions/f', approvedOn }],
});

describe('changes of code', () => {
  answersAre(check, [
    ['none before', { records: {} }, 'not_applicable'],
    ['none', since([]), 'pass'],
    ['explained by an event', since([{ ...CODE, ...EXPLAINED }]), 'pass'],
    ['explained by nothing', since([CODE]), 'indeterminate', ['unknown functions/f']],
    ['of a description', since([{ id: 'f', fields: [{ pointer: '/description' }] }]), 'pass'],
    ['a function more', since([{ id: 'f', change: 'added' }]), 'indeterminate', ['unknown functions/f']],
    ['approved this month', { ...since([CODE]), records: approved('2026-11-10') }, 'pass'],
    [
      'approved on a day to come',
      { ...since([CODE]), records: approved('2062-11-10') },
      'indeterminate',
      ['unknown functions/f'],
    ],
    [
      'approved long ago',
      { ...since([CODE]), records: approved('2026-09-01') },
      'indeterminate',
      ['unknown functions/f'],
    ],
    ['while nobody watched', since([CODE], false), 'indeterminate', ['unknown functions/f']],
    [
      'of readings that cannot be compared',
      { records: {}, changes: { functions: { kind: 'not-comparable', reason: 'Another key.' } } },
      'indeterminate',
    ],
    [
      'of a transformation',
      {
        records: {},
        changes: {
          transformations: comparedWith('transformations', [{ id: 't', fields: [{ pointer: '/drop' }] }]),
        },
      },
      'indeterminate',
      ['unknown transformations/t'],
    ],
    ['without an audit trail', { ...since([]), records: { 'audit-events': DENIED } }, 'indeterminate'],
    [
      'where there are no functions',
      { records: { functions: { outcome: 'not-collected', reason: 'feature-declared-off' } } },
      'not_applicable',
    ],
  ]);
});
