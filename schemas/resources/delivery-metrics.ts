import * as z from 'zod';
import { identifier, setOf } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const deliveryMetrics = defineResource({
  name: 'delivery-metrics',
  schemaVersion: 1,
  purpose: 'How many events each destination took and how many it did not, over the last seven whole days.',
  operationId: 'listDeliveryMetricsSummaryFromDestination',
  path: '/destinations/{destinationId}/delivery-metrics',
  shape: 'item',
  key: 'deliveryMetricsSummary',
  parent: {
    resource: 'destinations',
    params: {
      destinationId: { from: 'data', field: 'id' },
      sourceId: { from: 'data', field: 'sourceId' },
    },
  },
  query: { granularity: 'DAY' },
  // Segment looks back 14 days, and would refuse a day that is half gone.
  span: { from: 'startTime', to: 'endTime', days: 7 },
  stability: 'beta',
  role: 'Source Read-only on all sources',
  optIn: 'large',
  id: [
    { from: 'parent', field: 'destinationId' },
    { from: 'parent', field: 'sourceId' },
  ],
  record: z.object({
    sourceId: identifier(),
    destinationMetadataId: identifier(),
    metrics: setOf(
      z.object({
        metricName: identifier(),
        total: z.number(),
        breakdown: setOf(z.object({ metricName: z.string(), value: z.number() })).optional(),
      }),
    ),
  }),
});
