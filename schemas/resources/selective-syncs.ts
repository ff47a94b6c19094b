import * as z from 'zod';
import { identifier, json } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const selectiveSyncs = defineResource({
  name: 'selective-syncs',
  schemaVersion: 1,
  purpose: 'Which tables and columns of each source are kept out of which warehouse.',
  operationId: 'listSelectiveSyncsFromWarehouseAndSource',
  path: '/warehouses/{warehouseId}/connected-sources/{sourceId}/selective-syncs',
  shape: 'list',
  key: 'items',
  parent: {
    resource: 'warehouse-sources',
    params: {
      warehouseId: { from: 'parent', field: 'warehouseId' },
      sourceId: { from: 'data', field: 'id' },
    },
  },
  requestsPerMinute: 2,
  role: 'Warehouse Read-only and Source Read-only',
  auditedAs: { also: ['Storage Destination', 'Warehouse'] },
  optIn: 'slow',
  id: [
    { from: 'parent', field: 'warehouseId' },
    { from: 'parent', field: 'sourceId' },
    { from: 'data', field: 'collection' },
  ],
  record: z.object({
    sourceId: identifier(),
    warehouseId: identifier(),
    collection: z.string(),
    enabled: z.boolean(),
    // Columns by name, each with whether it is taken along.
    properties: json(),
  }),
});
