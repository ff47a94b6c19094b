import { relationTo } from '../policy.ts';
import { defineResource } from '../resource.ts';
import { sources } from './sources.ts';

export const warehouseSources = defineResource({
  name: 'warehouse-sources',
  schemaVersion: 1,
  purpose: 'Which sources write into which warehouse.',
  operationId: 'listConnectedSourcesFromWarehouse',
  path: '/warehouses/{warehouseId}/connected-sources',
  shape: 'list',
  key: 'sources',
  parent: { resource: 'warehouses', param: 'warehouseId' },
  otherSide: {
    operationId: 'listConnectedWarehousesFromSource',
    path: '/sources/{sourceId}/connected-warehouses',
    key: 'warehouses',
    parent: { resource: 'sources', param: 'sourceId' },
  },
  role: 'Warehouse Read-only and Source Read-only',
  auditedAs: { also: ['Storage Destination', 'Warehouse'] },
  id: [
    { from: 'parent', field: 'warehouseId' },
    { from: 'data', field: 'id' },
  ],
  record: relationTo(sources.record),
  references: [
    { field: 'id', in: 'data', to: 'sources' },
    { field: 'warehouseId', in: 'parent', to: 'warehouses' },
  ],
});
