/** Routes about the workspace and who may do what in it. */
import { populationOf } from '../paging.ts';
import { missing } from '../replies.ts';
import type { User, UserGroup } from '../world/records.ts';
import { dataRoute, findById, listRoute, type Route, type RouteContext } from './route.ts';

/** Returns a user or group as lists show it: permissions only where the workspace shows them there. */
function inList<T extends User | UserGroup>({ permissionsInLists }: RouteContext): (item: T) => unknown {
  if (permissionsInLists) return (item) => item;
  return ({ permissions: _hidden, ...rest }) => rest;
}

function groupOr404<T>(context: RouteContext, then: (group: UserGroup) => T) {
  const id = context.param('userGroupId');
  const group = findById(context.world.groups, id);
  return group === undefined ? missing('User group', id) : then(group);
}

export const PEOPLE_ROUTES: readonly Route[] = [
  dataRoute({
    path: '/',
    operationId: 'getWorkspace',
    member: 'data',
    data: ({ world }) => ({ workspace: world.workspace }),
  }),
  listRoute({
    path: '/users',
    operationId: 'listUsers',
    member: 403,
    key: 'users',
    items: (context) => populationOf(context.world.users, inList(context)),
  }),
  dataRoute({
    path: '/users/{userId}',
    operationId: 'getUser',
    member: 403,
    data: ({ world, param }) => {
      const user = findById(world.users, param('userId'));
      return user === undefined ? missing('User', param('userId')) : { user };
    },
  }),
  listRoute({
    path: '/users/{userId}/groups',
    operationId: 'listUserGroupsFromUser',
    member: 403,
    key: 'groups',
    items: ({ world, param }) => {
      const id = param('userId');
      if (findById(world.users, id) === undefined) return missing('User', id);
      const groups = world.groups.filter((group) => world.groupMembers[group.id]?.includes(id) === true);
      return populationOf(groups, (group) => ({ id: group.id, name: group.name }));
    },
  }),
  listRoute({
    path: '/groups',
    operationId: 'listUserGroups',
    member: 403,
    key: 'userGroups',
    items: (context) => populationOf(context.world.groups, inList(context)),
  }),
  dataRoute({
    path: '/groups/{userGroupId}',
    operationId: 'getUserGroup',
    member: 403,
    data: (context) => groupOr404(context, (userGroup) => ({ userGroup })),
  }),
  listRoute({
    path: '/groups/{userGroupId}/users',
    operationId: 'listUsersFromUserGroup',
    member: 403,
    key: 'users',
    items: (context) =>
      groupOr404(context, (group) =>
        populationOf(context.world.groupMembers[group.id] ?? [], (id) => minimalUser(context, id)),
      ),
  }),
  listRoute({
    path: '/groups/{userGroupId}/invites',
    operationId: 'listInvitesFromUserGroup',
    member: 403,
    key: 'emails',
    items: (context) =>
      groupOr404(context, (group) => populationOf(context.world.groupInvites[group.id] ?? [])),
  }),
  listRoute({
    path: '/roles',
    operationId: 'listRoles',
    member: 403,
    key: 'roles',
    items: ({ world }) => populationOf(world.roles),
  }),
  listRoute({
    path: '/invites',
    operationId: 'listInvites',
    member: 401,
    key: 'invites',
    items: ({ world }) => populationOf(world.invites),
  }),
  dataRoute({
    path: '/labels',
    operationId: 'listLabels',
    member: 403,
    data: ({ world }) => ({ labels: world.labels }),
  }),
];

function minimalUser({ world }: RouteContext, id: string): unknown {
  const user = findById(world.users, id);
  return { id, name: user?.name ?? '', email: user?.email ?? '' };
}
