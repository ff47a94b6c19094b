import * as z from 'zod';
import { identifier, json } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const profilesSelectiveSyncs = defineResource({
  name: 'profiles-selective-syncs',
  schemaVersion: 1,
  purpose: 'Which tables and columns of customer profiles a data warehouse gets.',
  operationId: 'listSelectiveSyncsFromWarehouseAndSpace',
  path: '/spaces/{spaceId}/profiles-warehouses/{warehouseId}/selective-syncs',
  shape: 'list',
  key: 'items',
  parent: {
    resource: 'profiles-warehouses',
    params: { spaceId: { from: 'parent', field: 'spaceId' }, warehouseId: { from: 'data', field: 'id' } },
  },
  stability: 'alpha',
  optIn: 'noisy',
  role: 'Unify and Engage Read-only on all spaces, Warehouse Read-only',
  auditedAs: { also: ['Profiles Sync Warehouse'] },
  id: [
    { from: 'parent', field: 'spaceId' },
    { from: 'parent', field: 'warehouseId' },
    { from: 'data', field: 'collection' },
  ],
  record: z.object({
    collection: z.string(),
    warehouseId: identifier(),
    enabled: z.boolean(),
    // By column, as `{"email": {"enabled": false}}`: names and switches.
    properties: json(),
  }),
});
