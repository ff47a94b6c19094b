/** Event volumes: how many events came, per source, and per name or type where grouped by it. */
import { populationOf } from '../paging.ts';
import { isSilent } from '../world/measurements.ts';
import type { Source } from '../world/records.ts';
import { listAsked, measured, type Window, windowAsked } from './measured.ts';
import { listRoute, type Route, type RouteContext } from './route.ts';

const EVENT_NAMES = ['Order Completed', 'Product Viewed', 'Cart Updated', 'clicked-hero_button'] as const;
const MOST_EVENTS = 9_000;

interface Row {
  readonly eventName?: string;
  readonly eventType?: string;
}

/** The rows of a source: made-up events of a busy one, and those that really came. */
function rowsOf(context: RouteContext, { id }: Source): readonly Row[] {
  const { world, ledger } = context;
  const groups = listAsked(context, 'groupBy');
  const invented: readonly string[] = isSilent(world, id) ? [] : EVENT_NAMES;
  if (groups.includes('eventName')) {
    return [...new Set([...invented, ...ledger.eventsOf(id)])].map((eventName) => ({
      eventName,
      eventType: 'track',
    }));
  }
  if (!groups.includes('eventType')) return [{}];
  const types = invented.length === 0 ? [] : ['track'];
  return [...new Set([...types, ...ledger.typesOf(id)])].map((eventType) => ({ eventType }));
}

function countsOf(context: RouteContext, window: Window, { id }: Source, row: Row) {
  const { eventName, eventType } = row;
  const isInvented = eventName === undefined ? (eventType ?? 'track') === 'track' : isCommon(eventName);
  return measured(context, window, {
    most: isInvented && !isSilent(context.world, id) ? MOST_EVENTS : 0,
    scope: ['volume', id, eventName ?? 'all'],
    choice: { sourceId: id, event: eventName, type: eventType },
  });
}

const isCommon = (name: string) => EVENT_NAMES.some((each) => each === name);

export const VOLUME_ROUTES: readonly Route[] = [
  {
    ...listRoute({
      path: '/events/volume',
      operationId: 'getEventsVolumeFromWorkspace',
      member: 403,
      key: 'result',
      items: (context) => {
        const window = windowAsked(context);
        if ('kind' in window) return window;
        const wanted = listAsked(context, 'sourceId');
        const senders = context.world.sources.filter(
          ({ id, writeKeys, enabled }) =>
            writeKeys.length > 0 && enabled && (wanted.length === 0 || wanted.includes(id)),
        );
        const names = listAsked(context, 'eventName');
        const rows = senders.flatMap((source) =>
          rowsOf(context, source)
            .filter(
              ({ eventName }) => names.length === 0 || eventName === undefined || names.includes(eventName),
            )
            .map((row) => ({
              source: { id: source.id, name: source.name ?? '', slug: source.slug },
              ...row,
              ...countsOf(context, window, source, row),
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
  },
];
