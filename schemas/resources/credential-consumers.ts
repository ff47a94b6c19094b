import * as z from 'zod';
import { identifier, openEnum, relationTo } from '../policy.ts';
import { defineResource } from '../resource.ts';
import { sources } from './sources.ts';
import { warehouses } from './warehouses.ts';

/** A source or a warehouse, of which only the id is kept. */
const consumer = relationTo(
  z.object({ ...warehouses.record.shape, ...sources.record.shape, id: identifier() }),
).extend({ kind: openEnum('source', 'warehouse').optional() });

export const credentialConsumers = defineResource({
  name: 'credential-consumers',
  schemaVersion: 1,
  purpose: 'Which sources and warehouses use which stored credential.',
  operationId: 'listCredentialConsumers',
  path: '/credentials/{credentialId}/consumers',
  shape: 'list',
  key: 'warehouses',
  streams: [
    { key: 'warehouses', pagination: 'warehousesPagination', as: 'warehouse' },
    { key: 'sources', pagination: 'sourcesPagination', as: 'source' },
  ],
  mark: 'kind',
  parent: { resource: 'credentials', param: 'credentialId' },
  role: 'Source Admin, Warehouse Admin or Workspace Owner',
  id: [
    { from: 'parent', field: 'credentialId' },
    { from: 'data', field: 'kind' },
    { from: 'data', field: 'id' },
  ],
  record: consumer,
});
