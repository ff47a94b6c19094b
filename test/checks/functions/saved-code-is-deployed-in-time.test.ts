/** FN-02: code that waits to be deployed. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/functions/saved-code-is-deployed-in-time.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const fn = (data: object) => ({ id: 'f', deployedAt: '2026-01-01T00:00:00Z', ...data });
const WAITS = fn({ isLatestVersion: false });
const seen = (day: string) => ({
  from: '2026-10-01T03:00:00.000Z',
  list: [{ subject: 'functions/f', since: `${day}T03:00:00.000Z` }],
});

describe('saved code', () => {
  answersAre(check, [
    ['that runs', { records: { functions: [fn({ isLatestVersion: true })] } }, 'pass'],
    [
      'that was never deployed',
      { records: { functions: [{ id: 'f', isLatestVersion: false }] } },
      'not_applicable',
    ],
    ['that waits since today', { records: { functions: [WAITS] }, seen: seen('2026-11-22') }, 'pass'],
    ['that waits for 14 days', { records: { functions: [WAITS] }, seen: seen('2026-11-08') }, 'pass'],
    [
      'that waits for 15 days',
      { records: { functions: [WAITS] }, seen: seen('2026-11-07') },
      'warn',
      ['warn functions/f'],
    ],
    [
      'that waits at the first look',
      { records: { functions: [WAITS] } },
      'indeterminate',
      ['unknown functions/f'],
    ],
    [
      'that waits at the first look, deployed last week',
      { records: { functions: [fn({ isLatestVersion: false, deployedAt: '2026-11-15T00:00:00Z' })] } },
      'pass',
    ],
    [
      'of which nobody can tell',
      { records: { functions: [fn({})] } },
      'indeterminate',
      ['unknown functions/f'],
    ],
    ['that was not read', { records: { functions: DENIED } }, 'indeterminate'],
    [
      'where there are no functions',
      { records: { functions: { outcome: 'not-collected', reason: 'feature-declared-off' } } },
      'not_applicable',
    ],
  ]);
});
