/** SRC-09: places that receive production data and test data. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/sources/test-data-stays-out-of-production-sinks.ts';
import { answerOf } from '../../support/checked.ts';

const source = (id: string, environment?: string, enabled = true) => ({
  id,
  enabled,
  labels: environment === undefined ? [] : [{ key: 'environment', value: environment }],
  metadata: { categories: ['Website'] },
});
const SOURCES = [source('dev', 'development'), source('prod', 'production'), source('what')];
const writes = (id: string, warehouseId: string) => ({
  id: `${warehouseId}/${id}`,
  data: { id },
  parent: { warehouseId },
});
const sends = (sourceId: string, account: string, more: Record<string, unknown> = {}) => ({
  id: `to-${sourceId}`,
  enabled: true,
  sourceId,
  settings: { project_id: { $fingerprint: account }, apiKey: { $fingerprint: 'k' } },
  metadata: { name: 'X', slug: 'x' },
  ...more,
});

describe('places', () => {
  it.each([
    ['each their own', { 'warehouse-sources': [writes('dev', 'w'), writes('prod', 'v')] }, 'pass', []],
    [
      'a warehouse for both',
      { 'warehouse-sources': [writes('dev', 'w'), writes('prod', 'w')] },
      'fail',
      ['warehouses/w'],
    ],
    [
      'a warehouse that is switched off',
      {
        'warehouse-sources': [writes('dev', 'w'), writes('prod', 'w')],
        warehouses: [{ id: 'w', enabled: false }],
      },
      'pass',
      [],
    ],
    [
      'a warehouse for nobody knows what',
      { 'warehouse-sources': [writes('what', 'w'), writes('prod', 'w')] },
      'indeterminate',
      ['warehouses/w'],
    ],
    ['accounts of their own', { destinations: [sends('dev', '1'), sends('prod', '2')] }, 'pass', []],
    [
      'one account for both',
      { destinations: [sends('dev', '1'), sends('prod', '1')] },
      'fail',
      ['destinations/to-dev', 'destinations/to-prod'],
    ],
    [
      'one account, not in use',
      { destinations: [sends('dev', '1', { enabled: false }), sends('prod', '1')] },
      'pass',
      [],
    ],
    [
      'no account that is told',
      { destinations: [sends('dev', '1', { settings: {} }), sends('prod', '1')] },
      'pass',
      [],
    ],
    [
      'all for production',
      { sources: [source('prod', 'production')], 'warehouse-sources': [writes('prod', 'w')] },
      'not_applicable',
      [],
    ],
    [
      'places that were not read',
      { 'warehouse-sources': { outcome: 'denied', reason: 'scope' } },
      'indeterminate',
      [],
    ],
  ] as const)('%s', async (_, records, outcome, subjects) => {
    const answer = await answerOf(check, { records: { sources: SOURCES, ...records } });
    expect(answer.outcome).toBe(outcome);
    expect(answer.exceptions.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('of one environment may be of two where not all sources were read', async () => {
    const sources = {
      outcome: 'partial',
      reason: 'truncated',
      records: [source('prod', 'production')],
    } as const;
    const answer = await answerOf(check, { records: { sources } });
    expect(answer).toMatchObject({ outcome: 'indeterminate', populationSize: 0 });
  });
});
