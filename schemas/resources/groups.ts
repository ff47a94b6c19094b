import * as z from 'zod';
import { permission } from '../permission.ts';
import { identifier, setOf } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const groups = defineResource({
  name: 'groups',
  schemaVersion: 1,
  purpose: 'Which groups give access, and with which roles on which resources.',
  operationId: 'listUserGroups',
  path: '/groups',
  shape: 'list',
  key: 'userGroups',
  detail: {
    operationId: 'getUserGroup',
    path: '/groups/{userGroupId}',
    key: 'userGroup',
    param: 'userGroupId',
    whenMissing: 'permissions',
  },
  role: 'Workspace Owner',
  auditedAs: { name: ['User Group', 'Group'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({
    id: identifier(),
    name: z.string(),
    memberCount: z.number(),
    permissions: setOf(permission).optional(),
  }),
  counts: { field: 'memberCount', of: 'group-members', orWith: 'group-invites' },
  grants: 'permissions',
  goneBy: ['User Group Deleted'],
});
