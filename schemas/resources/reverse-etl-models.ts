import * as z from 'zod';
import { identifier, query } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const reverseEtlModels = defineResource({
  name: 'reverse-etl-models',
  schemaVersion: 2,
  purpose: 'Which queries take data out of a warehouse and into destinations.',
  operationId: 'listReverseEtlModels',
  path: '/reverse-etl-models',
  shape: 'list',
  key: 'models',
  role: 'Source Read-only on all sources',
  auditedAs: { name: ['Model'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    sourceId: identifier(),
    name: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    query: query(),
    queryIdentifierColumn: z.string(),
  }),
  references: [{ field: 'sourceId', in: 'data', to: 'sources' }],
  // What reads from a source goes with it.
  goneBy: ['Model Deleted', 'Source Deleted'],
});
