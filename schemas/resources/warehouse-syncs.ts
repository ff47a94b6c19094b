import * as z from 'zod';
import { anySettings, identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const warehouseSyncs = defineResource({
  name: 'warehouse-syncs',
  schemaVersion: 1,
  purpose: 'When each source was loaded into each warehouse, how it ended, and how many rows came.',
  operationId: 'listSyncsFromWarehouse',
  path: '/warehouses/{warehouseId}/syncs',
  shape: 'list',
  key: 'reports',
  parent: { resource: 'warehouses', param: 'warehouseId' },
  requestsPerMinute: 2,
  role: 'Warehouse Read-only',
  isActivity: true,
  optIn: 'slow',
  id: [
    { from: 'parent', field: 'warehouseId' },
    { from: 'data', field: 'sourceId' },
    { from: 'data', field: 'start' },
  ],
  record: z.object({
    sourceId: identifier(),
    start: z.string(),
    end: z.string().nullable().optional(),
    status: identifier(),
    duration: z.number(),
    humanDuration: z.string().optional(),
    count: z.number(),
    notices: z.array(
      z.object({
        level: identifier(),
        // What a warehouse answered may hold a value of the row that it did not take.
        message: anySettings(),
        createdAt: z.string(),
      }),
    ),
  }),
});
