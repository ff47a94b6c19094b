import { catalogue, elsewhere, openEnum, relationTo } from '../policy.ts';
import { defineResource } from '../resource.ts';
import { sources } from './sources.ts';

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
  whereOffered: true,
  role: 'Source Admin, Warehouse Admin or Workspace Owner',
  auditedAs: { also: ['Credential', 'Warehouse Credential'] },
  id: [
    { from: 'parent', field: 'credentialId' },
    { from: 'data', field: 'kind' },
    { from: 'data', field: 'id' },
  ],
  // A warehouse has the fields of a source, or fewer; of either only the id is kept.
  record: relationTo(sources.record).extend({
    kind: openEnum('source', 'warehouse').optional(),
    metadata: elsewhere(catalogue()),
  }),
});
