/** Lists that say they are whole, by status and cursor, and are not: a total, or the list's own length, gives it away. */
import { describe, expect } from 'vitest';
import type { FaultEffect } from '../../src/simulator/simulator.ts';
import { type FaultRow, type Json, listEdit, SCALE, type Scene, tryRows } from '../support/fault-row.ts';
import { endless, entryOf, items, partial } from '../support/list-fault.ts';

const onGroupMembers = (scene: Scene, index: number, effect: FaultEffect) =>
  scene.simulator.addFault({
    match: { path: `/groups/${scene.simulator.world.groups[index]?.id}/users` },
    effect,
  });

/** Somebody who is none of these. */
function strangerTo({ simulator }: Scene, users: readonly Json[]): string {
  const stranger = simulator.world.users.find(({ id }) => users.every((user) => user['id'] !== id));
  if (stranger === undefined) throw new Error('expected somebody who is not in the group');
  return stranger.id;
}

const perParent: readonly FaultRow[] = [
  partial(
    'a group whose list shows fewer members than its own total',
    'group-members',
    'count-mismatch',
    (scene) => onGroupMembers(scene, 0, { kind: 'short-list', drop: 1 }),
  ),
  partial(
    'one list that is a record short and another that shows one too many do not make up for each other',
    'group-members',
    'count-mismatch',
    (scene) => {
      onGroupMembers(scene, 0, { kind: 'short-list', drop: 1 });
      onGroupMembers(
        scene,
        1,
        items('users', (users) => [...users, { ...users[0], id: strangerTo(scene, users) }]),
      );
    },
    { because: { 'group-members': `2 of ${SCALE.groups} lists do not tie out` } },
  ),
  partial(
    'a group that shows a member less than it says, by a list that ties out with itself',
    'group-members',
    'count-mismatch',
    (scene) =>
      onGroupMembers(
        scene,
        0,
        listEdit('users', (users) => users.slice(1)),
      ),
    {
      // Invitations to another group show that those to this one are not what is counted.
      simulator: { size: { ...SCALE, groups: 6 } },
      because: { 'group-members': '1 groups show another number than they say' },
    },
  ),
  {
    name: 'groups that count those who are only invited among their members, all of them, are whole',
    arrange: ({ simulator, fault }) =>
      fault(
        'listUserGroups',
        items('userGroups', (groups) =>
          groups.map((group) => ({
            ...group,
            memberCount:
              Number(group['memberCount']) + (simulator.world.groupInvites[String(group['id'])]?.length ?? 0),
          })),
        ),
      ),
    gaps: {},
    status: 'complete',
    exit: 0,
    conditions: [],
  },
];

const newUser = (page: number, [first]: readonly Json[]) => [{ ...first, id: `user-${page}` }];
/** The list alone is counted: it tells the permissions too. */
const requestsAtMost = (most: number): Pick<FaultRow, 'also' | 'simulator'> => ({
  simulator: { permissionsInUserList: true },
  also: (run) => expect(entryOf(run, 'users').requests).toBeLessThanOrEqual(most),
});

const onUsers =
  (effect: FaultEffect): FaultRow['arrange'] =>
  ({ fault }) =>
    fault('listUsers', effect);

const without: readonly FaultRow[] = [
  partial(
    'the same page for ever, each time with a new cursor and the right total',
    'users',
    'cursor-loop',
    onUsers(endless('users', (_, first) => first, SCALE.users)),
    requestsAtMost(4),
  ),
  partial(
    'the same page for ever, each time with a new cursor and no total',
    'users',
    'cursor-loop',
    onUsers(endless('users', (_, first) => first)),
    requestsAtMost(4),
  ),
  partial(
    'new records for ever, beyond the total',
    'users',
    'cursor-loop',
    onUsers(endless('users', newUser, 3)),
    requestsAtMost(4),
  ),
  partial(
    'new records for ever, one a page, and no total',
    'users',
    'cursor-loop',
    onUsers(endless('users', newUser)),
    requestsAtMost(200),
  ),
];

describe('when a list does not tie out under one of many parents', () => tryRows(perParent));
describe('when a list does not end', () => tryRows(without));
