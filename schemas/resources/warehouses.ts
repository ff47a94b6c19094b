import * as z from 'zod';
import { warehouseMetadata } from '../metadata.ts';
import { identifier, settings } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const warehouses = defineResource({
  name: 'warehouses',
  schemaVersion: 2,
  purpose: 'Which data warehouses store customer data.',
  operationId: 'listWarehouses',
  path: '/warehouses',
  shape: 'list',
  key: 'warehouses',
  lookUp: {
    operationId: 'getWarehouse',
    path: '/warehouses/{warehouseId}',
    key: 'warehouse',
    param: 'warehouseId',
  },
  role: 'Warehouse Read-only',
  auditedAs: { name: ['Storage Destination', 'Warehouse'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    workspaceId: identifier(),
    enabled: z.boolean(),
    settings: settings(),
    metadata: warehouseMetadata,
  }),
  // Published bodies have a warehouse that names another workspace and connects by this one's credential.
  voucher: { path: ['settings', 'credential_id'], to: 'credentials' },
  goneBy: ['Storage Destination Deleted'],
});
