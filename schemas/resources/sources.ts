import { z } from 'zod';
import { sourceMetadata } from '../metadata.ts';
import { label } from '../permission.ts';
import { identifier, secret, setOf, settings } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const sources = defineResource({
  name: 'sources',
  schemaVersion: 2,
  purpose: 'Where customer data enters the workspace, and by which write keys.',
  operationId: 'listSources',
  path: '/sources',
  shape: 'list',
  key: 'sources',
  role: 'Source Admin on all sources',
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    slug: identifier(),
    name: z.string().optional(),
    enabled: z.boolean(),
    workspaceId: identifier(),
    writeKeys: setOf(secret('segment/write-key')),
    settings: settings().optional(),
    labels: setOf(label),
    metadata: sourceMetadata,
  }),
  emptied: {
    field: 'writeKeys',
    unless: { path: ['metadata', 'isCloudEventSource'], equals: true },
    role: 'Source Admin on all sources',
  },
  goneBy: ['Source Deleted'],
});
