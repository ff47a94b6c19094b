/** Routes about what became of events: the delivery overview, and the delivery metrics of a destination. */
import { populationOf } from '../paging.ts';
import { invalid, missing, type Refusal } from '../replies.ts';
import { isSilent, type TimeSeries } from '../world/measurements.ts';
import { listAsked, measured, type Window, windowAsked } from './measured.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';

type Outcome = 'received' | 'delivered' | 'filtered';

interface Row {
  readonly eventName?: string;
  readonly eventType?: string;
  readonly discardReason?: string;
}

/** The six questions about deliveries; `reasons` are why events went no further. */
const OVERVIEWS: readonly {
  path: string;
  operationId: string;
  isEgress: boolean;
  reasons: readonly string[];
  /** Which of the messages that really came are in it. */
  outcome?: Outcome | undefined;
}[] = [
  {
    path: 'successfully-received',
    operationId: 'getIngressSuccessMetricsFromDeliveryOverview',
    isEgress: false,
    reasons: [],
    outcome: 'received',
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
    outcome: 'filtered',
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
    outcome: 'delivered',
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

/** Of the events that really came, a row a name or type: what is made up is never looked for so. */
function eventRows(
  context: RouteContext,
  window: Window,
  pair: readonly string[],
  outcome: Outcome | undefined,
): readonly (Row & TimeSeries)[] {
  const [sourceId = ''] = pair;
  if (outcome === undefined) return [];
  const names = listAsked(context, 'filter.eventName');
  const rows: readonly Row[] = listAsked(context, 'groupBy').includes('eventName')
    ? context.ledger.eventsOf(sourceId).map((eventName) => ({ eventName }))
    : context.ledger.typesOf(sourceId).map((eventType) => ({ eventType }));
  return rows
    .filter(({ eventName }) => names.length === 0 || eventName === undefined || names.includes(eventName))
    .map((row) => ({
      ...row,
      ...measured(context, window, { most: 0, scope: [], choice: choiceOf(pair, outcome, row) }),
    }))
    .filter(({ total }) => total > 0);
}

function reasonRows(
  context: RouteContext,
  window: Window,
  pair: readonly string[],
  { path, reasons, outcome }: Pick<(typeof OVERVIEWS)[number], 'path' | 'reasons' | 'outcome'>,
): readonly (Row & TimeSeries)[] {
  const isQuiet = isSilent(context.world, pair[0] ?? '');
  const most = isQuiet ? 0 : reasons.length === 0 ? 40_000 : 90;
  return (reasons.length === 0 ? [null] : reasons).map((discardReason) => ({
    ...(discardReason === null ? {} : { discardReason }),
    ...measured(context, window, {
      most,
      scope: [path, ...pair, discardReason ?? 'all'],
      ...(outcome === undefined ? {} : { choice: choiceOf(pair, outcome) }),
    }),
  }));
}

function choiceOf(
  [sourceId = '', destinationId]: readonly string[],
  outcome: Outcome,
  { eventName: event, eventType: type }: Row = {},
) {
  const at = destinationId === undefined || outcome === 'received' ? {} : { at: { destinationId, outcome } };
  return { sourceId, event, type, ...at };
}

const OVERVIEW_ROUTES: readonly Route[] = OVERVIEWS.map(
  ({ path, operationId, isEgress, reasons, outcome }) => {
    const rowsOf = (context: RouteContext) => {
      const pair = pairAsked(context, isEgress);
      if ('kind' in pair) return pair;
      const window = windowAsked(context);
      if ('kind' in window) return window;
      return listAsked(context, 'groupBy').some((group) => group.startsWith('event'))
        ? eventRows(context, window, pair, outcome)
        : reasonRows(context, window, pair, { path, reasons, outcome });
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
  },
);

const lastDay = ({ now }: RouteContext): Window => ({
  granularity: 'DAY',
  startTime: new Date(now.getTime() - 86_400_000),
  endTime: now,
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
    const hasWindow = context.query.has('startTime') || context.query.has('endTime');
    const window = hasWindow ? windowAsked(context) : lastDay(context);
    if ('kind' in window) return window;
    const isQuiet = isSilent(context.world, sourceId);
    const count = (name: string, most: number, outcome?: Outcome) =>
      measured(context, window, {
        most: isQuiet ? 0 : most,
        scope: [name, id, sourceId],
        ...(outcome === undefined ? {} : { choice: choiceOf([sourceId, id], outcome) }),
      }).total;
    const failed = count('failed', 300);
    return {
      deliveryMetricsSummary: {
        sourceId,
        destinationMetadataId: destination.metadata.id,
        metrics: [
          { metricName: 'successes', total: count('successes', 40_000, 'delivered') },
          { metricName: 'failures', total: failed, breakdown: [{ metricName: 'timed out', value: failed }] },
        ],
      },
    };
  },
});

export const DELIVERY_ROUTES: readonly Route[] = [...OVERVIEW_ROUTES, DELIVERY_METRICS_ROUTE];
