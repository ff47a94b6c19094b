import * as z from 'zod';
import { login } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const invites = defineResource({
  name: 'invites',
  schemaVersion: 1,
  purpose: 'Which invitations to the workspace are not yet accepted.',
  operationId: 'listInvites',
  path: '/invites',
  shape: 'list',
  key: 'invites',
  role: 'Workspace Owner',
  auditedAs: { name: ['Invite', 'User Invite'], also: ['Invited to Workspace'] },
  wrap: 'email',
  id: [{ from: 'data', field: 'email' }],
  record: z.object({ email: login() }),
});
