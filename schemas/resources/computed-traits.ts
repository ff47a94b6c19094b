import * as z from 'zod';
import { condition, identifier, openEnum, personId } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const computedTraits = defineResource({
  name: 'computed-traits',
  schemaVersion: 1,
  purpose: 'What is computed about each customer, by which rule, and who made it.',
  operationId: 'listComputedTraits',
  path: '/spaces/{spaceId}/computed-traits',
  shape: 'list',
  key: 'computedTraits',
  parent: { resource: 'spaces', param: 'spaceId' },
  feature: 'computedTrait',
  whereOffered: true,
  stability: 'alpha',
  role: 'Unify and Engage Read-only on all spaces',
  auditedAs: { name: ['Computed Trait'] },
  requestsPerMinute: 25,
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    spaceId: identifier(),
    name: condition(),
    description: condition().optional(),
    key: condition(),
    enabled: z.boolean(),
    definition: z.object({ query: condition(), type: openEnum('ACCOUNTS', 'USERS') }).nullable(),
    status: identifier().optional(),
    createdBy: personId(),
    updatedBy: personId(),
    createdAt: z.string(),
    updatedAt: z.string(),
    options: z
      .object({
        includeHistoricalData: z.boolean().optional(),
        includeAnonymousUsers: z.boolean().optional(),
        backfillDurationDays: z.number().optional(),
      })
      .optional(),
  }),
  goneBy: ['Computed Trait Deleted', 'Space Deleted'],
});
