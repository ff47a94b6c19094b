import * as z from 'zod';
import { login } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const groupInvites = defineResource({
  name: 'group-invites',
  schemaVersion: 1,
  purpose: 'Which invitations into groups are not yet accepted.',
  operationId: 'listInvitesFromUserGroup',
  path: '/groups/{userGroupId}/invites',
  shape: 'list',
  key: 'emails',
  parent: { resource: 'groups', param: 'userGroupId', as: 'groupId' },
  role: 'Workspace Owner',
  auditedAs: { also: ['User Group', 'Group Memberships', 'Subjects Added to Group'] },
  wrap: 'email',
  id: [
    { from: 'parent', field: 'groupId' },
    { from: 'data', field: 'email' },
  ],
  record: z.object({ email: login() }),
});
