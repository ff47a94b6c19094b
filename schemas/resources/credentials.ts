import * as z from 'zod';
import { identifier, settings } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const credentials = defineResource({
  name: 'credentials',
  schemaVersion: 2,
  purpose: 'Which stored credentials there are and how old they are; never what they hold.',
  operationId: 'listCredentials',
  path: '/credentials',
  shape: 'list',
  key: 'credentials',
  role: 'Source Admin, Warehouse Admin or Workspace Owner',
  auditedAs: { name: ['Credential', 'Warehouse Credential'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    workspaceId: identifier(),
    name: z.string(),
    settings: settings(),
    createdAt: z.string(),
    updatedAt: z.string(),
  }),
  goneBy: ['Credential Deleted'],
});
