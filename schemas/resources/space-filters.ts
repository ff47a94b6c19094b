import * as z from 'zod';
import { condition, identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const spaceFilters = defineResource({
  name: 'space-filters',
  schemaVersion: 1,
  purpose: 'What is kept out of customer profiles.',
  operationId: 'listFiltersForSpace',
  path: '/filters',
  shape: 'list',
  key: 'filters',
  parent: { resource: 'spaces', param: 'integrationId' },
  paging: 'numeric',
  pageMax: 10,
  hasOptionalPages: true,
  feature: 'spaceFilters',
  whereOffered: true,
  stability: 'beta',
  role: 'Unify and Engage Read-only on all spaces',
  auditedAs: { name: ['Filter'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    workspaceId: identifier(),
    integrationId: identifier(),
    enabled: z.boolean().optional(),
    name: condition().optional(),
    description: condition().optional(),
    if: condition().optional(),
    drop: z.boolean().optional(),
    createdAt: z.string(),
    updatedAt: z.string(),
  }),
  goneBy: ['Filter Deleted', 'Space Deleted'],
});
