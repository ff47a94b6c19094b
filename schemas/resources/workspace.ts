import * as z from 'zod';
import { identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const workspace = defineResource({
  name: 'workspace',
  schemaVersion: 1,
  purpose: 'Names the workspace that the evidence is of.',
  operationId: 'getWorkspace',
  path: '/',
  shape: 'item',
  key: 'workspace',
  role: 'any valid token',
  auditedAs: { name: ['Workspace'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({ id: identifier(), slug: identifier(), name: z.string() }),
  isNeverEmpty: true,
});
