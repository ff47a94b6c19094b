/** Routes about how many events came, went on, and did not. */
import { populationOf } from '../paging.ts';
import { invalid, missing, type Refusal } from '../replies.ts';
import { type Granularity, seriesOf } from '../world/measurements.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';
import { timeOf } from './window.ts';

interface Window {
  readonly granularity: Granularity;
  readonly startTime: Date;
  readonly endTime: Date;
}

function isGranularity(text: string | undefined): text is Granularity {
  return text === 'DAY' || text === 'HOUR' || text === 'MINUTE';
}

/** The window a measurement is about; all three parameters are required. */
function windowAsked(context: RouteContext): Window | Refusal {
  const granularity = context.query.get('granularity');
  if (!isGranularity(granularity)) return invalid('granularity', 'must be one of DAY, HOUR, MINUTE');
  for (const name of ['startTime', 'endTime']) {
    if (!context.query.has(name)) return invalid(name, 'is required');
  }
  const startTime = timeOf(context, 'startTime', context.now);
  if (!(startTime instanceof Date)) return startTime;
  const endTime = timeOf(context, 'endTime', context.now);
  if (!(endTime instanceof Date)) return endTime;
  if (seriesOf(['probe'], granularity, { startTime, endTime }, 0) === null) {
    return invalid('endTime', 'must be after startTime, and not too many steps after it');
  }
  return { granularity, startTime, endTime };
}

function measured(window: Window, most: number, ...scope: readonly (string | number)[]) {
  return seriesOf(scope, window.granularity, window, most) ?? { total: 0, series: [] };
}

const EVENT_NAMES = ['Order Completed', 'Product Viewed', 'Cart Updated', 'clicked-hero_button'] as const;

/** Event volumes, per source, and per name too when grouped by it. */
const VOLUME_ROUTE: Route = {
  ...listRoute({
    path: '/events/volume',
    operationId: 'getEventsVolumeFromWorkspace',
    member: 403,
    key: 'result',
    items: (context) => {
      const window = windowAsked(context);
      if ('kind' in window) return window;
      const { world, query } = context;
      const isByName = [...query].some(
        ([name, value]) => name.startsWith('groupBy') && value.includes('eventName'),
      );
      const senders = world.sources.filter(({ writeKeys, enabled }) => writeKeys.length > 0 && enabled);
      const rows = senders.flatMap(({ id, name = '', slug }) =>
        (isByName ? EVENT_NAMES : [null]).map((eventName) => ({
          source: { id, name, slug },
          ...(eventName === null ? {} : { eventName, eventType: 'track' }),
          ...measured(window, 9_000, world.seed, 'volume', id, eventName ?? 'all'),
        })),
      );
      return populationOf(rows);
    },
  }),
  extra: ({ world, query }) => ({
    path: '/events/volume',
    query: {
      workspaceId: world.workspace.id,
      granularity: query.get('granularity') ?? 'DAY',
      startTime: query.get('startTime') ?? '',
      endTime: query.get('endTime') ?? '',
    },
  }),
};

/** The six questions about deliveries; `reasons` are why events went no further. */
const OVERVIEWS: readonly {
  path: string;
  operationId: string;
  isEgress: boolean;
  reasons: readonly string[];
}[] = [
  {
    path: 'successfully-received',
    operationId: 'getIngressSuccessMetricsFromDeliveryOverview',
    isEgress: false,
    reasons: [],
  },
  {
    path: 'failed-on-ingest',
    operationId: 'getIngressFailedMetricsFromDeliveryOverview',
    isEgress: false,
    reasons: ['invalid payload'],
  },
  {
    path: 'filtered-at-source',
    operationId: 'getFilteredAtSourceMetricsFromDeliveryOverview',
    isEgress: false,
    reasons: ['unplanned event', 'consent missing'],
  },
  {
    path: 'filtered-at-destination',
    operationId: 'getFilteredAtDestinationMetricsFromDeliveryOverview',
    isEgress: true,
    reasons: ['destination filter'],
  },
  {
    path: 'failed-delivery',
    operationId: 'getEgressFailedMetricsFromDeliveryOverview',
    isEgress: true,
    reasons: ['rejected', 'timed out'],
  },
  {
    path: 'successful-delivery',
    operationId: 'getEgressSuccessMetricsFromDeliveryOverview',
    isEgress: true,
    reasons: [],
  },
];

/** Returns the ids a delivery question is about, or the refusal of one that is missing or unknown. */
function pairAsked({ world, query }: RouteContext, isEgress: boolean): readonly string[] | Refusal {
  const sourceId = query.get('sourceId');
  if (sourceId === undefined) return invalid('sourceId', 'is required');
  if (findById(world.sources, sourceId) === undefined) return missing('Source', sourceId);
  if (!isEgress) return [sourceId];
  const destinationId = query.get('destinationConfigId');
  if (destinationId === undefined) return invalid('destinationConfigId', 'is required');
  if (findById(world.destinations, destinationId) === undefined) return missing('Destination', destinationId);
  return [sourceId, destinationId];
}

const OVERVIEW_ROUTES: readonly Route[] = OVERVIEWS.map(({ path, operationId, isEgress, reasons }) => {
  const rowsOf = (context: RouteContext) => {
    const pair = pairAsked(context, isEgress);
    if ('kind' in pair) return pair;
    const window = windowAsked(context);
    if ('kind' in window) return window;
    const most = reasons.length === 0 ? 40_000 : 90;
    return (reasons.length === 0 ? [null] : reasons).map((discardReason) => ({
      ...(discardReason === null ? {} : { discardReason }),
      ...measured(window, most, context.world.seed, path, ...pair, discardReason ?? 'all'),
    }));
  };
  return {
    ...listRoute({
      path: `/delivery-overview/${path}`,
      operationId,
      member: 403,
      versions: ['v1beta'],
      key: 'dataset',
      items: (context) => {
        const rows = rowsOf(context);
        return 'kind' in rows ? rows : populationOf(rows);
      },
    }),
    extra: (context) => {
      const rows = rowsOf(context);
      return { total: 'kind' in rows ? 0 : rows.reduce((sum, { total }) => sum + total, 0) };
    },
  };
});

const DELIVERY_METRICS_ROUTE = dataRoute({
  path: '/destinations/{destinationId}/delivery-metrics',
  operationId: 'listDeliveryMetricsSummaryFromDestination',
  member: 403,
  versions: ['v1beta', 'v1alpha'],
  data: (context) => {
    const id = context.param('destinationId');
    const destination = findById(context.world.destinations, id);
    if (destination === undefined) return missing('Destination', id);
    const pair = pairAsked(context, false);
    if ('kind' in pair) return pair;
    const [sourceId = ''] = pair;
    const window = { startTime: new Date(context.now.getTime() - 86_400_000), endTime: context.now };
    const count = (name: string, most: number) =>
      seriesOf([context.world.seed, name, id, sourceId], 'DAY', window, most)?.total ?? 0;
    const failed = count('failed', 300);
    return {
      deliveryMetricsSummary: {
        sourceId,
        destinationMetadataId: destination.metadata.id,
        metrics: [
          { metricName: 'successes', total: count('successes', 40_000) },
          { metricName: 'failures', total: failed, breakdown: [{ metricName: 'timed out', value: failed }] },
        ],
      },
    };
  },
});

export const VOLUME_ROUTES: readonly Route[] = [VOLUME_ROUTE, ...OVERVIEW_ROUTES, DELIVERY_METRICS_ROUTE];
