import * as z from 'zod';
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
  lookUp: { operationId: 'getSource', path: '/sources/{sourceId}', key: 'source', param: 'sourceId' },
  role: 'Source Admin on all sources',
  auditedAs: { name: ['Source'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    slug: identifier(),
    name: z.string().optional(),
    enabled: z.boolean(),
    workspaceId: identifier(),
    writeKeys: setOf(secret('segment/write-key').nullable()).nullable().optional(),
    settings: settings().optional(),
    labels: setOf(label),
    metadata: sourceMetadata,
  }),
  // Of types in the public catalogue: libraries have keys, sources that are filled by request have none.
  hideableField: {
    field: 'writeKeys',
    mostly: { path: ['metadata', 'isCloudEventSource'], equals: true },
    always: { path: ['metadata', 'categories'], words: ['Website', 'Mobile', 'Server', 'Ott'] },
  },
  goneBy: ['Source Deleted'],
});
