/** Routes about sources: where data is collected. */
import { populationOf } from '../paging.ts';
import { missing } from '../replies.ts';
import { livePluginOf } from '../world/live-plugins.ts';
import type { Source } from '../world/records.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';

/** Returns what `then` makes of the source in the path, or its 404. */
export function sourceOr404<T>(context: RouteContext, then: (source: Source) => T) {
  const id = context.param('sourceId');
  const source = findById(context.world.sources, id);
  return source === undefined ? missing('Source', id) : then(source);
}

export const SOURCE_ROUTES: readonly Route[] = [
  listRoute({
    path: '/sources',
    operationId: 'listSources',
    member: 'data',
    key: 'sources',
    items: ({ world, visible }) => populationOf(world.sources, visible),
  }),
  dataRoute({
    path: '/sources/{sourceId}',
    operationId: 'getSource',
    member: 'data',
    data: (context) =>
      sourceOr404(context, (source) => ({
        source: context.visible(source),
        trackingPlanId: context.world.sourcePlans[source.id] ?? null,
      })),
  }),
  dataRoute({
    path: '/sources/{sourceId}/settings',
    operationId: 'listSchemaSettingsInSource',
    member: 403,
    data: (context) =>
      sourceOr404(context, ({ id }) => ({ sourceId: id, settings: context.world.sourceSettings[id] ?? {} })),
  }),
  dataRoute({
    path: '/sources/{sourceId}/live-plugins/latest',
    operationId: 'getLatestFromLivePlugins',
    member: 403,
    feature: 'live-plugins',
    versions: ['v1alpha'],
    data: (context) =>
      sourceOr404(context, (source) => {
        const livePlugin = livePluginOf(context.world, source);
        return livePlugin === null ? missing('Live plugin of source', source.id) : { livePlugin };
      }),
  }),
];
