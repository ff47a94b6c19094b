/** The people of the clean workspace: two owners, and four groups that give everybody else what they need. */
import type { World } from '../../src/simulator/simulator.ts';
import type { Permission } from '../../src/simulator/world/records.ts';
import { DOMAIN, named } from './clean-basics.ts';

/** Returns the grant of a role on all, or on what bears a label of an environment. */
export function grantOf(world: World, role: string, environment?: string): Permission {
  const labels = environment === undefined ? [] : [{ key: 'environment', value: environment }];
  const resources = [{ id: world.workspace.id, type: 'WORKSPACE' as const, labels }];
  return { roleId: named(world.roles, role).id, roleName: role, resources };
}

/** Adds members to a group, which may be new. */
export function join(
  world: World,
  name: string,
  userIds: readonly string[],
  permissions: Permission[] = [],
): void {
  const known = world.groups.find((group) => group.name === name);
  const group = known ?? { id: `group-${world.groups.length}`, name, memberCount: 0, permissions };
  if (known === undefined) world.groups.push(group);
  const members = [...new Set([...(world.groupMembers[group.id] ?? []), ...userIds])];
  world.groupMembers[group.id] = members;
  world.groupInvites[group.id] ??= [];
  group.memberCount = members.length;
}

/** Returns ids of users by their places. The first two own the workspace, and nobody else holds a role directly. */
export const usersAt = ({ users }: World, from: number, to: number): readonly string[] =>
  users.slice(from, to).map(({ id }) => id);

export function cleanPeople(world: World): void {
  for (const [index, user] of world.users.entries()) {
    user.name = `Person ${index}`;
    user.email = `person.${index}@${DOMAIN}`;
    user.permissions = index < 2 ? [grantOf(world, 'Workspace Owner')] : [];
  }
  world.groups.splice(0);
  for (const part of [world.groupMembers, world.groupInvites])
    for (const id of Object.keys(part)) delete part[id];
  const grants = (...roles: readonly string[]) => roles.map((role) => grantOf(world, role));
  join(world, 'Web Engineering', usersAt(world, 2, 5), [grantOf(world, 'Source Admin', 'staging')]);
  join(world, 'Data Governance', usersAt(world, 5, 7), grants('Tracking Plan Admin', 'PII Access'));
  join(world, 'Analytics', usersAt(world, 7, 14), grants('Source Read-only', 'Warehouse Read-only'));
  join(world, 'Privacy', usersAt(world, 14, 15), grants('End User Privacy Admin'));
}
