/** The roles a workspace on the largest plan can grant, and how a grant of one is written. */
import { sortableId } from '../random.ts';
import type { Permission, PermissionResource, Role } from './records.ts';

/** Roles whose ids are the same in every workspace, as published samples show. */
const KNOWN_IDS: Readonly<Record<string, string>> = {
  'Workspace Owner': '1WDUuRLxv84rrfCNUwvkrRtkxnS',
  'Minimal Workspace Access': '1aEWAcU0fArxScocwH9xxLgW7r3',
};

const ROLES = [
  ['Workspace Owner', 'May change everything, people and billing included.'],
  ['Minimal Workspace Access', 'May sign in and see nothing until more is granted.'],
  ['Source Admin', 'May change the sources granted and see their write keys.'],
  ['Source Read-only', 'May look at the sources granted.'],
  ['Function Admin', 'May write and deploy the functions granted.'],
  ['Function Read-only', 'May look at the functions granted.'],
  ['Unify and Engage Admin', 'May change the spaces granted, audiences and traits included.'],
  ['Unify and Engage Read-only', 'May look at the spaces granted.'],
  ['Unify Read-only, Engage User', 'May look at profiles and build audiences in the spaces granted.'],
  ['Tracking Plan Admin', 'May change every tracking plan.'],
  ['Tracking Plan Read-only', 'May look at every tracking plan.'],
  ['Warehouse Admin', 'May change the warehouses granted.'],
  ['Warehouse Read-only', 'May look at the warehouses granted.'],
  ['Entities Admin', 'May change entity models.'],
  ['Entities Read-only', 'May look at entity models.'],
  ['Identity Admin', 'May change how profiles are merged.'],
  ['End User Privacy Admin', 'May file deletion and suppression requests.'],
  ['PII Access', 'Shows personal data unmasked wherever another role already lets one look.'],
] as const;

export type RoleName = (typeof ROLES)[number][0];

/** Returns every role of the workspace. */
export function buildRoles(): Role[] {
  return ROLES.map(([name, description]) => ({ id: roleId(name), name, description }));
}

function roleId(name: RoleName): string {
  return KNOWN_IDS[name] ?? sortableId('role', name);
}

/** Returns the grant of one role on some resources. */
export function grant(name: RoleName, resources: readonly PermissionResource[]): Permission {
  return { roleId: roleId(name), roleName: name, resources: resources.map((resource) => ({ ...resource })) };
}
