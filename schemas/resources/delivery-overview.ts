import * as z from 'zod';
import type { PlaceDefinition } from '../place.ts';
import { openEnum } from '../policy.ts';
import { defineResource } from '../resource.ts';

/** One of the six questions; what went wrong is told reason by reason. */
function question(
  operationId: string,
  as: string,
  isOfDestination: boolean,
  groupBy?: 'discardReason',
): PlaceDefinition & { readonly path: string } {
  const params = isOfDestination
    ? { sourceId: { from: 'data', field: 'sourceId' }, destinationConfigId: { from: 'data', field: 'id' } }
    : { sourceId: { from: 'data', field: 'id' } };
  return {
    operationId,
    path: `/delivery-overview/${as}`,
    shape: 'list',
    key: 'dataset',
    parent: { resource: isOfDestination ? 'destinations' : 'sources', params } as PlaceDefinition['parent'] &
      object,
    query: { granularity: 'DAY', ...(groupBy === undefined ? {} : { groupBy }) },
    // The longest that it is asked about is 30 days back.
    span: { from: 'startTime', to: 'endTime', days: 7 },
    as,
  };
}

export const deliveryOverview = defineResource({
  name: 'delivery-overview',
  schemaVersion: 1,
  purpose:
    'How many events came, were discarded and were delivered on each of the last seven whole days, and why not.',
  ...question('getIngressSuccessMetricsFromDeliveryOverview', 'successfully-received', false),
  alsoAt: [
    question('getIngressFailedMetricsFromDeliveryOverview', 'failed-on-ingest', false, 'discardReason'),
    question('getFilteredAtSourceMetricsFromDeliveryOverview', 'filtered-at-source', false, 'discardReason'),
    question(
      'getFilteredAtDestinationMetricsFromDeliveryOverview',
      'filtered-at-destination',
      true,
      'discardReason',
    ),
    question('getEgressFailedMetricsFromDeliveryOverview', 'failed-delivery', true, 'discardReason'),
    question('getEgressSuccessMetricsFromDeliveryOverview', 'successful-delivery', true),
  ],
  mark: 'step',
  stability: 'beta',
  role: 'Source Read-only on all sources',
  optIn: 'large',
  id: [
    { from: 'data', field: 'step' },
    { from: 'parent', field: 'sourceId' },
    { from: 'parent', field: 'destinationConfigId', whenMissing: '' },
    { from: 'data', field: 'discardReason', whenMissing: '' },
  ],
  record: z.object({
    step: openEnum(
      'failed-delivery',
      'failed-on-ingest',
      'filtered-at-destination',
      'filtered-at-source',
      'successful-delivery',
      'successfully-received',
    ).optional(),
    eventName: z.string().optional(),
    appVersion: z.string().optional(),
    eventType: z.string().optional(),
    discardReason: z.string().optional(),
    total: z.number(),
    totalRetryCount: z.number().optional(),
    series: z.array(z.object({ time: z.string(), count: z.number(), retryCount: z.number().optional() })),
  }),
});
