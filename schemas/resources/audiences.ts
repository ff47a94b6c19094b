import * as z from 'zod';
import { condition, elsewhere, identifier, openEnum, personId, setOf, volatile } from '../policy.ts';
import { defineResource } from '../resource.ts';
import { audienceSchedule } from './audience-schedules.ts';

export const audiences = defineResource({
  name: 'audiences',
  schemaVersion: 1,
  purpose: 'Which groups of customers are formed, by which conditions, and who made them.',
  operationId: 'listAudiences',
  path: '/spaces/{spaceId}/audiences',
  shape: 'list',
  key: 'audiences',
  parent: { resource: 'spaces', param: 'spaceId' },
  query: { include: 'schedules' },
  pageMax: 200,
  feature: 'audience',
  whereOffered: true,
  role: 'Unify and Engage Read-only on all spaces',
  auditedAs: { name: ['Audience'] },
  requestsPerMinute: 60,
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    spaceId: identifier(),
    name: condition(),
    description: condition().optional(),
    key: condition(),
    enabled: z.boolean(),
    definition: z.object({ query: condition(), targetEntity: identifier().nullable().optional() }).nullable(),
    status: identifier().optional(),
    createdBy: personId(),
    updatedBy: personId(),
    createdAt: z.string(),
    updatedAt: z.string(),
    audienceType: openEnum('ACCOUNTS', 'LINKED', 'USERS'),
    computeCadence: z.object({ type: openEnum('BATCH', 'REALTIME') }).optional(),
    // How many people are in it right now: another number every hour.
    size: z
      .object({
        type: openEnum('ACCOUNTS', 'ENTITIES', 'USERS'),
        count: volatile().optional(),
        uniqueCount: volatile().optional(),
      })
      .optional(),
    options: z
      .object({
        filterByExternalIds: setOf(z.string()).optional(),
        includeHistoricalData: z.boolean().optional(),
        backfillEventDataDays: z.number().optional(),
      })
      .optional(),
    schedules: elsewhere(z.array(audienceSchedule)),
  }),
  goneBy: ['Audience Deleted', 'Space Deleted'],
});
