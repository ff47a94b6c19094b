import * as z from 'zod';
import { destinationMetadata } from '../metadata.ts';
import { identifier, settings } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const destinations = defineResource({
  name: 'destinations',
  schemaVersion: 2,
  purpose: 'Which third parties receive customer data, from which sources, and whether they receive it now.',
  operationId: 'listDestinations',
  path: '/destinations',
  shape: 'list',
  key: 'destinations',
  role: 'Source Read-only on all sources',
  auditedAs: { name: ['Integration', 'Destination'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    name: z.string().optional(),
    enabled: z.boolean(),
    sourceId: identifier(),
    settings: settings().optional(),
    metadata: destinationMetadata,
  }),
  references: [{ field: 'sourceId', in: 'data', to: 'sources' }],
  goneBy: ['Integration Deleted', 'Source Deleted'],
});
