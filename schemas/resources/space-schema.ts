import * as z from 'zod';
import { identifier, openEnum, setOf, subject, trackedName, volatile } from '../policy.ts';
import { defineResource } from '../resource.ts';

/** Segment sends values of customers next to a name only when it is asked to, and it is asked not to. */
const NO_SAMPLES = { includeSampleValues: 'false' };
const REQUESTS_PER_MINUTE = 25;

const ofSpace = { resource: 'spaces', param: 'spaceId' } as const;
const spaceId = { from: 'parent', field: 'spaceId' } as const;

/** What the schema of a space has lists of, each of them read for itself. */
const TRAITS = {
  operationId: 'listTraits',
  path: '/spaces/{spaceId}/traits',
  shape: 'list',
  key: 'traits',
  parent: ofSpace,
  requestsPerMinute: REQUESTS_PER_MINUTE,
  hasRoughTotal: true,
} as const;

export const spaceSchema = defineResource({
  name: 'space-schema',
  schemaVersion: 1,
  purpose: 'Which traits, events and entities are known of customers, and their properties; never a value.',
  ...TRAITS,
  query: { ...NO_SAMPLES, collection: 'users' },
  as: 'user-trait',
  mark: 'kind',
  alsoAt: [
    { ...TRAITS, query: { ...NO_SAMPLES, collection: 'accounts' }, as: 'account-trait' },
    {
      operationId: 'listEvents',
      path: '/spaces/{spaceId}/events',
      shape: 'list',
      key: 'events',
      parent: ofSpace,
      requestsPerMinute: REQUESTS_PER_MINUTE,
      as: 'event',
    },
    {
      operationId: 'listPropertiesFromEvent',
      path: '/spaces/{spaceId}/events/{eventName}/properties',
      shape: 'list',
      key: 'eventProperties',
      query: NO_SAMPLES,
      parent: {
        resource: 'space-schema',
        params: { spaceId, eventName: { from: 'data', field: 'name', as: 'of' } },
        where: { field: 'kind', in: ['event'] },
      },
      requestsPerMinute: REQUESTS_PER_MINUTE,
      as: 'event-property',
    },
    {
      operationId: 'listEntityPaths',
      path: '/spaces/{spaceId}/entity-paths',
      shape: 'list',
      key: 'entityPaths',
      parent: ofSpace,
      requestsPerMinute: REQUESTS_PER_MINUTE,
      as: 'entity-path',
    },
    {
      operationId: 'listPropertiesFromEntity',
      path: '/spaces/{spaceId}/entities/{entitySlug}/properties',
      shape: 'list',
      key: 'entityProperties',
      query: NO_SAMPLES,
      parent: {
        resource: 'space-schema',
        params: { spaceId, entitySlug: { from: 'data', field: 'entitySlug', as: 'of' } },
        where: { field: 'kind', in: ['entity-path'] },
      },
      requestsPerMinute: REQUESTS_PER_MINUTE,
      as: 'entity-property',
    },
  ],
  stability: 'alpha',
  optIn: 'large',
  role: 'Unify and Engage Read-only on all spaces',
  id: [
    { from: 'parent', field: 'spaceId' },
    { from: 'data', field: 'kind' },
    { from: 'parent', field: 'of', whenMissing: '' },
    { from: 'data', field: 'name', orFields: ['trait', 'id'] },
  ],
  record: z.object({
    kind: identifier(),
    name: trackedName().optional(),
    trait: trackedName().optional(),
    eventName: trackedName().optional(),
    type: openEnum(
      'ALIAS',
      'AUDIENCE',
      'COMPUTED',
      'CONTEXT',
      'CUSTOM',
      'GROUP',
      'IDENTIFY',
      'PAGE',
      'PROPERTY',
      'SCREEN',
      'SQL',
      'TRACK',
    ).optional(),
    // With each event that comes.
    lastSeenAt: volatile().optional(),
    samples: setOf(subject()).optional(),
    id: identifier().optional(),
    entityName: z.string().optional(),
    entitySlug: identifier().optional(),
    pathName: z.string().optional(),
    relationshipSlugs: z.array(identifier()).optional(),
    childRelationshipSlugs: z.array(identifier()).optional(),
    parentRelationshipSlugPath: z.string().optional(),
    primaryKey: z.boolean().optional(),
    dataType: z.string().optional(),
  }),
  // Segment tells so of traits: a page may begin with the end of the one before.
  repeatsAreNormal: true,
});
