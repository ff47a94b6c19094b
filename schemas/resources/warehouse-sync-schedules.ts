import * as z from 'zod';
import { defineResource } from '../resource.ts';

export const warehouseSyncSchedules = defineResource({
  name: 'warehouse-sync-schedules',
  schemaVersion: 1,
  purpose: 'At which hours each warehouse is loaded.',
  operationId: 'getAdvancedSyncScheduleFromWarehouse',
  path: '/warehouses/{warehouseId}/advanced-sync-schedule',
  shape: 'item',
  key: '',
  parent: { resource: 'warehouses', param: 'warehouseId' },
  requestsPerMinute: 2,
  role: 'Warehouse Read-only',
  auditedAs: { also: ['Storage Destination', 'Warehouse'] },
  optIn: 'slow',
  id: [{ from: 'parent', field: 'warehouseId' }],
  record: z.object({
    enabled: z.boolean(),
    schedule: z
      .object({
        times: z.array(z.object({ hourOfDay: z.number(), enabled: z.boolean() })).optional(),
        timezone: z.string().optional(),
      })
      .optional(),
  }),
});
