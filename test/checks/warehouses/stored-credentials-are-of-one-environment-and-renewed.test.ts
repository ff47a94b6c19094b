/** WH-03: credentials that are shared, old or unused. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/warehouses/stored-credentials-are-of-one-environment-and-renewed.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const FAIL = ['fail credentials/c'];
const NAMES = { prod: 'Web prod', prod2: 'App production', dev: 'Web dev', stg: 'Web staging', other: 'Web' };
const use = (kind: string, id: string) => ({
  id: `c/${kind}/${id}`,
  data: { id, kind },
  parent: { credentialId: 'c' },
});
const of = (uses: readonly string[], day = '2026-10-01') => ({
  records: {
    credentials: [{ id: 'c', updatedAt: `${day}T00:00:00Z` }],
    sources: Object.entries(NAMES).map(([id, name]) => ({ id, name })),
    'credential-consumers': uses.map((id) => use('source', id)),
    'warehouse-sources': ['prod/prod', 'both/prod', 'both/dev'].map((id) => {
      const [warehouseId = '', sourceId] = id.split('/');
      return { id, data: { id: sourceId }, parent: { warehouseId } };
    }),
  },
});
const warehouse = (id: string, source: string) => ({
  records: { ...of([]).records, 'credential-consumers': [use('warehouse', id), use('source', source)] },
});

describe('a credential', () => {
  answersAre(check, [
    ['of one environment', of(['prod', 'prod2']), 'pass'],
    ['of two', of(['prod', 'dev']), 'fail', FAIL],
    ['of two that are not production', of(['dev', 'stg']), 'pass'],
    ['of production and what nobody can tell', of(['prod', 'other']), 'pass'],
    ['that nothing uses', of([]), 'fail', FAIL],
    ['that is a year old', of(['prod'], '2025-11-22'), 'pass'],
    ['that is older', of(['prod'], '2025-11-21'), 'fail', FAIL],
    ['of no age', of(['prod'], 'once'), 'indeterminate', ['unknown credentials/c']],
    [
      'whose uses were not read',
      { records: { ...of([]).records, 'credential-consumers': DENIED } },
      'indeterminate',
      ['unknown credentials/c'],
    ],
    ['of a warehouse of production, and a source of tests', warehouse('prod', 'dev'), 'fail', FAIL],
    ['of a warehouse of both, and a source of tests', warehouse('both', 'dev'), 'pass'],
    ['among none', { records: {} }, 'pass'],
  ]);
});
