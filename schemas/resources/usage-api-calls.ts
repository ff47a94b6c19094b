import * as z from 'zod';
import { identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

/** By day, of this month and, while its figures may still change, of the last one; only days that are over. */
const MONTHS = { param: 'period', lastUntilDay: 5, day: 'timestamp' } as const;

export const usageApiCalls = defineResource({
  name: 'usage-api-calls',
  schemaVersion: 1,
  purpose: 'How much each source sends a day, so that one that is no longer used is seen.',
  operationId: 'getDailyWorkspaceAPICallsUsage',
  path: '/usage/api-calls/daily',
  shape: 'list',
  key: 'dailyWorkspaceAPICallsUsage',
  period: MONTHS,
  as: 'workspace',
  mark: 'of',
  alsoAt: [
    {
      operationId: 'getDailyPerSourceAPICallsUsage',
      path: '/usage/api-calls/sources/daily',
      shape: 'list',
      key: 'dailyPerSourceAPICallsUsage',
      period: MONTHS,
      as: 'source',
    },
  ],
  optIn: 'large',
  role: 'Workspace Owner',
  id: [
    { from: 'data', field: 'of' },
    { from: 'data', field: 'sourceId', whenMissing: '' },
    { from: 'data', field: 'timestamp' },
  ],
  record: z.object({
    of: identifier(),
    sourceId: identifier().optional(),
    // A whole number in a text, since it may be more than a double holds.
    apiCalls: z.string(),
    timestamp: z.string(),
  }),
});
