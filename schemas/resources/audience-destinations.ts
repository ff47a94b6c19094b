import * as z from 'zod';
import { anySettings, condition, identifier, setOf, settings } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const audienceDestinations = defineResource({
  name: 'audience-destinations',
  schemaVersion: 1,
  purpose: 'Which third parties are told who is in which audience.',
  operationId: 'listDestinationsFromAudience',
  path: '/spaces/{spaceId}/audiences/{audienceId}/destination-connections',
  shape: 'list',
  key: 'connections',
  parent: {
    resource: 'audiences',
    params: { spaceId: { from: 'parent', field: 'spaceId' }, audienceId: { from: 'data', field: 'id' } },
  },
  hasOptionalPages: true,
  feature: 'audience',
  whereOffered: true,
  stability: 'alpha',
  role: 'Unify and Engage Read-only on all spaces, Source Read-only on all sources',
  auditedAs: { also: ['Audience'] },
  requestsPerMinute: 50,
  id: [
    { from: 'parent', field: 'audienceId' },
    { from: 'data', field: 'id' },
  ],
  record: z.object({
    id: identifier(),
    name: condition().optional(),
    sourceId: identifier(),
    destinationId: identifier(),
    enabled: z.boolean(),
    createdAt: z.string(),
    updatedAt: z.string(),
    settings: settings().optional(),
    connectionSettings: anySettings().optional(),
    metadata: z.object({ id: identifier(), name: z.string(), slug: identifier() }).optional(),
    idSyncConfiguration: setOf(
      z.object({ externalId: z.string(), strategy: z.string(), mapTo: z.string().optional() }),
    ).optional(),
  }),
});
