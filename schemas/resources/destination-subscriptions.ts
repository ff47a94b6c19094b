import * as z from 'zod';
import { condition, identifier, mapping, openEnum } from '../policy.ts';
import { defineResource } from '../resource.ts';

/** When a model is read: of the members only those that its strategy has. */
const schedule = z.object({
  strategy: openEnum('CRON', 'DBT_CLOUD', 'MANUAL', 'PERIODIC', 'SPECIFIC_DAYS'),
  config: z
    .object({
      interval: z.string().optional(),
      days: z.array(z.number()).optional(),
      hours: z.array(z.number()).optional(),
      spec: z.string().optional(),
      timezone: z.string().optional(),
      jobId: identifier().optional(),
      accountId: identifier().optional(),
    })
    .nullable()
    .optional(),
});

export const destinationSubscriptions = defineResource({
  name: 'destination-subscriptions',
  schemaVersion: 1,
  purpose: 'Which fields of which events each destination receives, and under which names.',
  operationId: 'listSubscriptionsFromDestination',
  path: '/destinations/{destinationId}/subscriptions',
  shape: 'list',
  key: 'subscriptions',
  // Only destinations that are built on actions have mappings.
  parent: { resource: 'destinations', param: 'destinationId', where: { field: 'metadata.actions' } },
  hasOptionalPages: true,
  feature: 'destinationSubscriptions',
  whereOffered: true,
  stability: 'alpha',
  role: 'Source Read-only on all sources',
  auditedAs: { name: ['Destination Subscription'], also: ['Integration', 'Destination'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    name: z.string(),
    actionId: identifier(),
    actionSlug: identifier(),
    destinationId: identifier(),
    enabled: z.boolean(),
    settings: mapping(),
    // Which events are sent, in Segment's query language.
    trigger: condition(),
    modelId: identifier().optional(),
    reverseETLSchedule: schedule.optional(),
  }),
});
