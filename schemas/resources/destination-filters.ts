import * as z from 'zod';
import { condition, identifier, json, openEnum } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const destinationFilters = defineResource({
  name: 'destination-filters',
  schemaVersion: 1,
  purpose: 'What is blocked or sampled before it reaches a destination.',
  operationId: 'listFiltersFromDestination',
  path: '/destination/{destinationId}/filters',
  shape: 'list',
  key: 'filters',
  parent: { resource: 'destinations', param: 'destinationId' },
  role: 'Source Read-only on all sources',
  auditedAs: { name: ['Destination Filter'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    sourceId: identifier(),
    destinationId: identifier(),
    if: condition(),
    actions: z.array(
      z.object({
        type: openEnum('ALLOW_PROPERTIES', 'DROP', 'DROP_PROPERTIES', 'SAMPLE'),
        // Which properties, as `{"properties": {"fields": ["email"]}}`: names, not values.
        fields: json().optional(),
        percent: z.number().optional(),
        path: z.string().optional(),
      }),
    ),
    title: condition(),
    description: condition().optional(),
    enabled: z.boolean(),
    createdAt: z.string(),
    updatedAt: z.string(),
  }),
  references: [{ field: 'sourceId', in: 'data', to: 'sources' }],
});
