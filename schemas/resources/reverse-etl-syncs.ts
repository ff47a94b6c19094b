import * as z from 'zod';
import { anySettings, identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

const phase = {
  errorCode: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
};

export const reverseEtlSyncs = defineResource({
  name: 'reverse-etl-syncs',
  schemaVersion: 1,
  purpose: 'When each model was sent to each destination, how it ended, and how many rows went.',
  operationId: 'listReverseETLSyncStatusesFromModelAndSubscriptionId',
  path: '/reverse-etl-models/{modelId}/subscriptionId/{subscriptionId}/syncs',
  shape: 'list',
  key: 'syncStatuses',
  parent: {
    resource: 'destination-subscriptions',
    params: {
      modelId: { from: 'data', field: 'modelId' },
      subscriptionId: { from: 'data', field: 'id' },
    },
    where: { field: 'modelId' },
  },
  paging: 'flat',
  pageMax: 100,
  hasOptionalPages: true,
  feature: 'destinationSubscriptions',
  stability: 'alpha',
  role: 'Source Read-only on all sources',
  isActivity: true,
  optIn: 'large',
  id: [
    { from: 'parent', field: 'modelId' },
    { from: 'parent', field: 'subscriptionId' },
    { from: 'data', field: 'syncId' },
  ],
  record: z.object({
    syncId: identifier(),
    modelId: identifier(),
    sourceId: identifier(),
    syncStatus: identifier(),
    duration: z.string(),
    startedAt: z.string(),
    finishedAt: z.string().optional(),
    extractPhase: z
      .object({
        addedCount: z.string(),
        updatedCount: z.string(),
        deletedCount: z.string(),
        extractCount: z.string(),
        ...phase,
      })
      .optional(),
    loadPhase: z
      .object({ deliverSuccessCount: z.string(), deliverFailureCount: z.string(), ...phase })
      .optional(),
    // What a destination answered may hold a value of the row that it did not take.
    error: anySettings().optional(),
    errorCode: z.string().optional(),
  }),
});
