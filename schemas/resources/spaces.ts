import * as z from 'zod';
import { identifier } from '../policy.ts';
import { defineResource } from '../resource.ts';

export const spaces = defineResource({
  name: 'spaces',
  schemaVersion: 1,
  purpose: 'Which spaces keep customer profiles.',
  operationId: 'listSpaces',
  path: '/spaces',
  shape: 'list',
  key: 'spaces',
  feature: 'spaces',
  stability: 'alpha',
  role: 'Unify Read-only on all spaces',
  auditedAs: { name: ['Space'] },
  id: [{ from: 'data', field: 'id' }],
  record: z.object({ id: identifier(), slug: identifier(), name: z.string() }),
  goneBy: ['Space Deleted'],
});
