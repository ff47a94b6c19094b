import * as z from 'zod';
import { condition, identifier, mapping, setOf } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const audienceActivations = defineResource({
  name: 'audience-activations',
  schemaVersion: 1,
  purpose: 'Which fields of a profile are disclosed with an audience.',
  operationId: 'listActivationsFromAudience',
  path: '/spaces/{spaceId}/audiences/{audienceId}/activations',
  shape: 'list',
  key: 'activations',
  parent: {
    resource: 'audiences',
    params: { spaceId: { from: 'parent', field: 'spaceId' }, audienceId: { from: 'data', field: 'id' } },
  },
  hasOptionalPages: true,
  feature: 'audience',
  whereOffered: true,
  stability: 'alpha',
  role: 'Unify and Engage Read-only on all spaces',
  auditedAs: { also: ['Audience'] },
  requestsPerMinute: 60,
  id: [
    { from: 'parent', field: 'audienceId' },
    { from: 'data', field: 'id' },
  ],
  record: z.object({
    id: identifier(),
    enabled: z.boolean(),
    workspaceId: identifier(),
    spaceId: identifier(),
    audienceId: identifier(),
    connectionId: identifier(),
    activationType: identifier(),
    activationName: condition(),
    displayName: condition().nullable().optional(),
    personalization: z.object({
      profile: z.object({ properties: setOf(z.string()), mapping: mapping().optional() }),
      entities: setOf(z.object({ relationshipSlug: z.string(), properties: setOf(z.string()) })).optional(),
      syncEntityPropertyChanges: z.boolean().optional(),
    }),
    destinationMapping: z.object({ actionId: identifier(), settings: mapping().optional() }).optional(),
    performResync: z.boolean().optional(),
  }),
});
