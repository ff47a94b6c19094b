import * as z from 'zod';
import { warehouseMetadata } from '../metadata.ts';
import { identifier, settings } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const profilesWarehouses = defineResource({
  name: 'profiles-warehouses',
  schemaVersion: 1,
  purpose: 'Which data warehouses get customer profiles.',
  operationId: 'listProfilesWarehouseInSpace',
  path: '/spaces/{spaceId}/profiles-warehouses',
  shape: 'list',
  key: 'profilesWarehouses',
  parent: { resource: 'spaces', param: 'spaceId' },
  hasOptionalPages: true,
  stability: 'alpha',
  optIn: 'noisy',
  role: 'Unify and Engage Read-only on all spaces, Warehouse Read-only',
  auditedAs: { name: ['Profiles Sync Warehouse'] },
  id: [
    { from: 'parent', field: 'spaceId' },
    { from: 'data', field: 'id' },
  ],
  record: z.object({
    id: identifier(),
    spaceId: identifier(),
    workspaceId: identifier(),
    enabled: z.boolean(),
    settings: settings(),
    schemaName: z.string().optional(),
    metadata: warehouseMetadata,
  }),
  goneBy: ['Profiles Sync Warehouse Deleted', 'Space Deleted'],
});
