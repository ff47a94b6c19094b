import * as z from 'zod';
import { identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

/** By day, of this month and, while its figures may still change, of the last one; only days that are over. */
const MONTHS = { param: 'period', lastUntilDay: 5, day: 'timestamp' } as const;

export const usageMtu = defineResource({
  name: 'usage-mtu',
  schemaVersion: 1,
  purpose: 'Of how many people data comes in a day, known and unknown ones; never of whom.',
  operationId: 'getDailyWorkspaceMTUUsage',
  path: '/usage/mtu/daily',
  shape: 'list',
  key: 'dailyWorkspaceMTUUsage',
  period: MONTHS,
  as: 'workspace',
  mark: 'of',
  alsoAt: [
    {
      operationId: 'getDailyPerSourceMTUUsage',
      path: '/usage/mtu/sources/daily',
      shape: 'list',
      key: 'dailyPerSourceMTUUsage',
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
    timestamp: z.string(),
    periodStart: z.number(),
    periodEnd: z.number(),
    // Whole numbers in texts, since they may be more than a double holds.
    anonymous: z.string(),
    anonymousIdentified: z.string(),
    identified: z.string(),
    neverIdentified: z.string(),
  }),
});
