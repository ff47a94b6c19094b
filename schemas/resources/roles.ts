import * as z from 'zod';
import { identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const roles = defineResource({
  name: 'roles',
  schemaVersion: 1,
  purpose: 'Which roles there are, so that permissions can be read.',
  operationId: 'listRoles',
  path: '/roles',
  shape: 'list',
  key: 'roles',
  role: 'Workspace Owner',
  auditedAs: { name: ['Role'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({ id: identifier(), name: z.string(), description: z.string() }),
  isNeverEmpty: true,
});
