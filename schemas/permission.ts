/** What a person or a group may do, and with what. Shared by users and groups. */
import * as z from 'zod';
import { identifier, openEnum, setOf } from './policy.ts';

export const label = z.object({ key: z.string(), value: z.string(), description: z.string().optional() });

const permissionResource = z.object({
  id: identifier(),
  type: openEnum('FUNCTION', 'SOURCE', 'SPACE', 'WAREHOUSE', 'WORKSPACE'),
  labels: setOf(label).optional(),
});

export const permission = z.object({
  roleId: identifier(),
  roleName: z.string(),
  resources: setOf(permissionResource),
  labels: setOf(label).optional(),
});
