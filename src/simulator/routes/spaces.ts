/** Routes about spaces: profile filters, audiences and computed traits. */
import { populationOf } from '../paging.ts';
import { invalid, missing } from '../replies.ts';
import type { Audience, Space } from '../world/policy-records.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';

/** Returns what `then` makes of the space in the path, or its 404. */
export function spaceOr404<T>(context: RouteContext, then: (space: Space) => T) {
  const id = context.param('spaceId');
  const space = findById(context.world.spaces, id);
  return space === undefined ? missing('Space', id) : then(space);
}

/** Returns what `then` makes of the audience that a parameter names, in the space of the path, or its 404. */
export function audienceOr404<T>(
  context: RouteContext,
  param: 'id' | 'audienceId',
  then: (audience: Audience) => T,
) {
  const id = context.param(param);
  const audience = findById(context.world.audiences, id);
  return audience === undefined || audience.spaceId !== context.param('spaceId')
    ? missing('Audience', id)
    : then(audience);
}

/** Returns how an audience is shown: with schedules only when they were asked for. */
function shown({ query }: RouteContext): (audience: Audience) => unknown {
  if (query.get('include') === 'schedules') return (audience) => audience;
  return ({ schedules: _unasked, ...rest }) => rest;
}

export const SPACE_ROUTES: readonly Route[] = [
  listRoute({
    path: '/spaces',
    operationId: 'listSpaces',
    member: 403,
    feature: 'spaces',
    versions: ['v1alpha'],
    key: 'spaces',
    items: ({ world }) => populationOf(world.spaces),
  }),
  dataRoute({
    path: '/spaces/{spaceId}',
    operationId: 'getSpace',
    member: 403,
    feature: 'spaces',
    versions: ['v1alpha'],
    data: (context) => spaceOr404(context, (space) => ({ space })),
  }),
  listRoute({
    path: '/filters',
    operationId: 'listFiltersForSpace',
    member: 403,
    feature: 'space-filters',
    versions: ['v1beta', 'v1alpha'],
    key: 'filters',
    pageMax: 10,
    style: 'numeric',
    items: ({ world, query }) => {
      const id = query.get('integrationId');
      if (id === undefined) return invalid('integrationId', 'is required');
      if (findById(world.spaces, id) === undefined) return missing('Space', id);
      return populationOf(world.spaceFilters.filter((filter) => filter.integrationId === id));
    },
  }),
  dataRoute({
    path: '/filters/{id}',
    operationId: 'getFilterById',
    member: 403,
    feature: 'space-filters',
    versions: ['v1beta', 'v1alpha'],
    data: ({ world, param }) => {
      const filter = findById(world.spaceFilters, param('id'));
      return filter === undefined ? missing('Filter', param('id')) : { filter };
    },
  }),
  listRoute({
    path: '/spaces/{spaceId}/audiences',
    operationId: 'listAudiences',
    member: 403,
    feature: 'audience',
    key: 'audiences',
    pageMax: 200,
    items: (context) =>
      spaceOr404(context, ({ id }) =>
        populationOf(
          context.world.audiences.filter((audience) => audience.spaceId === id),
          shown(context),
        ),
      ),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/audiences/{id}',
    operationId: 'getAudience',
    member: 403,
    feature: 'audience',
    data: (context) => audienceOr404(context, 'id', (audience) => ({ audience: shown(context)(audience) })),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/audiences/{id}/schedules',
    operationId: 'listAudienceSchedulesFromSpaceAndAudience',
    member: 403,
    feature: 'audience',
    versions: ['v1', 'v1alpha'],
    data: (context) =>
      audienceOr404(context, 'id', ({ schedules }) => ({ audienceSchedules: schedules ?? [] })),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/audiences/{id}/schedules/{scheduleId}',
    operationId: 'getAudienceScheduleFromSpaceAndAudience',
    member: 403,
    feature: 'audience',
    versions: ['v1', 'v1alpha'],
    data: (context) =>
      audienceOr404(context, 'id', ({ schedules }) => {
        const audienceSchedule = findById(schedules ?? [], context.param('scheduleId'));
        return audienceSchedule === undefined
          ? missing('Schedule', context.param('scheduleId'))
          : { audienceSchedule };
      }),
  }),
  listRoute({
    path: '/spaces/{spaceId}/computed-traits',
    operationId: 'listComputedTraits',
    member: 403,
    feature: 'computed-trait',
    versions: ['v1alpha'],
    key: 'computedTraits',
    items: (context) =>
      spaceOr404(context, ({ id }) =>
        populationOf(context.world.computedTraits.filter((trait) => trait.spaceId === id)),
      ),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/computed-traits/{id}',
    operationId: 'getComputedTrait',
    member: 403,
    feature: 'computed-trait',
    versions: ['v1alpha'],
    data: (context) =>
      spaceOr404(context, (space) => {
        const computedTrait = findById(context.world.computedTraits, context.param('id'));
        return computedTrait?.spaceId === space.id
          ? { computedTrait }
          : missing('Computed trait', context.param('id'));
      }),
  }),
];
