import * as z from 'zod';
import { elsewhere, login, personal, personId } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const groupMembers = defineResource({
  name: 'group-members',
  schemaVersion: 1,
  purpose: 'Who has access through which group.',
  operationId: 'listUsersFromUserGroup',
  path: '/groups/{userGroupId}/users',
  shape: 'list',
  key: 'users',
  parent: { resource: 'groups', param: 'userGroupId', as: 'groupId' },
  role: 'Workspace Owner',
  auditedAs: { also: ['User Group', 'Group Memberships', 'Subjects Added to Group'] },
  id: [
    { from: 'parent', field: 'groupId' },
    { from: 'data', field: 'id' },
  ],
  record: z.object({ id: personId(), name: elsewhere(personal()), email: elsewhere(login()) }),
  references: [{ field: 'id', in: 'data', to: 'users' }],
});
