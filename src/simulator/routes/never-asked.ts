/**
 * Routes of what the API serves and this product never asks for: the test endpoint, and samples of what is
 * known of customers. They are here so that any other client of the API finds all of it.
 */
import { invalid, missing, type Refusal } from '../replies.ts';
import {
  entityPathsOf,
  entityPropertiesOf,
  eventPropertiesOf,
  eventsOf,
  sampleValuesOf,
  traitsOf,
} from '../world/profiles.ts';
import { dataRoute, type Route, type RouteContext } from './route.ts';
import { audienceOr404, spaceOr404 } from './spaces.ts';

type Named = Readonly<Record<string, unknown>>;

/** Samples of what a name in the path stands for, or the 404 of a name that is not in the list. */
function samplesOf(context: RouteContext, param: string, list: readonly Named[], field: string) {
  const name = context.param(param);
  return list.some((entry) => entry[field] === name)
    ? { sampleValues: sampleValuesOf(context.world, name) }
    : missing('Field', name);
}

const PROPERTY_TYPES = ['CONTEXT', 'PROPERTY'];

function eventSamples(context: RouteContext): Named | Refusal {
  const event = context.param('eventName');
  if (!eventsOf(context.now).some(({ name }) => name === event)) return missing('Event', event);
  const samples = samplesOf(context, 'propertyName', eventPropertiesOf(event, context.now), 'name');
  const isAskedWell = PROPERTY_TYPES.includes(context.query.get('propertyType') ?? '');
  return 'kind' in samples || isAskedWell
    ? samples
    : invalid('propertyType', `must be one of ${PROPERTY_TYPES.join(', ')}`);
}

export const PRIVATE_ROUTES: readonly Route[] = [
  dataRoute({
    path: '/echo',
    operationId: 'echo',
    member: 'data',
    versions: ['v1', 'v1alpha'],
    // Segment repeats the headers it was sent; this server repeats nothing that could be a token.
    data: ({ query }) => {
      const message = query.get('message');
      return message === undefined
        ? invalid('message', 'is required')
        : { method: 'get', message, headers: {} };
    },
  }),
  dataRoute({
    path: '/spaces/{spaceId}/audiences/previews/{id}',
    operationId: 'getAudiencePreview',
    member: 403,
    feature: 'audience',
    // A preview is made by a request that is not a GET; here every audience comes with one, by its own id.
    data: (context) =>
      audienceOr404(context, 'id', ({ id, audienceType, definition, options, size }) => ({
        audiencePreview: {
          id,
          audienceType,
          definition: definition ?? { query: '' },
          options: options ?? {},
          status: 'COMPLETED',
          results: sampleValuesOf(context.world, id).map((customer) => ({ id: customer })),
          ...(size === undefined ? {} : { size }),
        },
      })),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/traits/{traitKey}/sample-values',
    operationId: 'listSampleValuesFromTrait',
    member: 403,
    versions: ['v1alpha'],
    data: (context) =>
      spaceOr404(context, () => samplesOf(context, 'traitKey', traitsOf(context.now), 'trait')),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/events/{eventName}/properties/{propertyName}/sample-values',
    operationId: 'listSampleValuesFromEventProperty',
    member: 403,
    versions: ['v1alpha'],
    data: (context) => spaceOr404(context, () => eventSamples(context)),
  }),
  dataRoute({
    path: '/spaces/{spaceId}/entities/{entitySlug}/properties/{propertyName}/sample-values',
    operationId: 'listSampleValuesFromEntityProperty',
    member: 403,
    versions: ['v1alpha'],
    data: (context) =>
      spaceOr404(context, ({ id }) => {
        const slug = context.param('entitySlug');
        const isThere = entityPathsOf(context.world, id).some(({ entitySlug }) => entitySlug === slug);
        return isThere
          ? samplesOf(context, 'propertyName', entityPropertiesOf(), 'name')
          : missing('Entity', slug);
      }),
  }),
];
