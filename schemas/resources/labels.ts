import { label } from '../permission.ts';
import { defineResource } from '../resource.ts';

export const labels = defineResource({
  name: 'labels',
  schemaVersion: 1,
  purpose: 'Which labels tell sources and permissions apart, such as environments.',
  operationId: 'listLabels',
  path: '/labels',
  shape: 'array',
  key: 'labels',
  role: 'Workspace Owner',
  auditedAs: { name: ['Label'] },
  id: [
    { from: 'data', field: 'key' },
    { from: 'data', field: 'value' },
  ],
  record: label,
  goneBy: ['Label Deleted'],
});
