import * as z from 'zod';
import { permission } from '../permission.ts';
import { login, personal, personId, setOf } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const users = defineResource({
  name: 'users',
  schemaVersion: 1,
  purpose: 'Who can log in to the workspace, and with which roles on which resources.',
  operationId: 'listUsers',
  path: '/users',
  shape: 'list',
  key: 'users',
  detail: {
    operationId: 'getUser',
    path: '/users/{userId}',
    key: 'user',
    param: 'userId',
    whenMissing: 'permissions',
  },
  role: 'Workspace Owner',
  auditedAs: { name: ['User'], also: ['Policy', 'User Invite', 'Invited to Workspace'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: personId(),
    name: personal(),
    email: login(),
    permissions: setOf(permission).optional(),
  }),
  isNeverEmpty: true,
  grants: 'permissions',
  goneBy: ['User Removed', 'User Deleted', 'Policy Deleted'],
});
