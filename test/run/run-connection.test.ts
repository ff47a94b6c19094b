/** What the configuration holds reaches a run by name only. */
import { expect, it } from 'vitest';
import type { EffectiveConnection } from '../../src/config/effective.ts';
import { toRunConnection } from '../../src/config-to-run.ts';

const connection: EffectiveConnection = {
  name: 'acme',
  type: 'public-api',
  region: 'eu',
  tokenRef: 'env:TOKEN',
  tokenIssuedAt: '2026-09-01',
  declaredRole: 'Workspace Owner',
  workspacePin: 'w1',
  schedule: '0 3 * * *',
  timezone: 'Europe/Berlin',
  concurrency: 4,
  requestsPerMinute: 200,
  features: { protocols: true },
  collect: { include: ['a'], exclude: ['b'], lanes: ['standard'], pageSize: 100, maxMinutes: 30 },
  apiUrl: 'https://eu1.api.segmentapis.com',
  apiUrlIsOverride: false,
  otherRegionUrl: null,
  store: { kind: 'folder', path: '/srv/evidence' },
  signingKeyRef: 'file:/srv/key.pem',
  previousKeys: [],
  fingerprintKeyRef: 'env:KEY',
  retention: { mode: 'GOVERNANCE', days: 400 },
  alerts: [],
  timestamp: null,
  inputs: [],
  hasPage: false,
};

it('a run gets what it needs of a connection, and nothing that was added to the configuration since', () => {
  const later = { ...connection, addedLater: 'x', retention: { mode: 'GOVERNANCE', days: 400, later: 1 } };

  const made = toRunConnection(later as unknown as EffectiveConnection);

  expect(made).toEqual({
    name: 'acme',
    region: 'eu',
    tokenIssuedAt: '2026-09-01',
    workspacePin: 'w1',
    schedule: '0 3 * * *',
    timezone: 'Europe/Berlin',
    features: { protocols: true },
    collect: { include: ['a'], exclude: ['b'], lanes: ['standard'], pageSize: 100, maxMinutes: 30 },
    apiUrl: 'https://eu1.api.segmentapis.com',
    apiUrlIsOverride: false,
    retention: { mode: 'GOVERNANCE', days: 400 },
  });
});
