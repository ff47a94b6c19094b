import * as z from 'zod';
import { identifier, personId, program, secret } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const livePlugins = defineResource({
  name: 'live-plugins',
  schemaVersion: 1,
  purpose: 'Which code is loaded into apps from afar, who made it, and whether it has changed.',
  operationId: 'getLatestFromLivePlugins',
  path: '/sources/{sourceId}/live-plugins/latest',
  shape: 'item',
  key: 'livePlugin',
  parent: { resource: 'sources', param: 'sourceId' },
  // Few sources have one.
  missingIsNone: true,
  feature: 'livePlugins',
  whereOffered: true,
  stability: 'alpha',
  role: 'Source Read-only on all sources',
  auditedAs: { also: ['Live Plugin', 'Source'] },
  id: [{ from: 'parent', field: 'sourceId' }],
  record: z.object({
    id: identifier(),
    sourceId: identifier(),
    createdAt: z.string(),
    createdBy: personId(),
    // Whoever knows this address has the code.
    downloadURL: secret('segment/setting'),
    version: z.number(),
    code: program().nullable().optional(),
  }),
});
