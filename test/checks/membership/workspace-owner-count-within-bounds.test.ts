/** IAM-01: who owns the workspace, directly or through a group, and when nobody can tell. */
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/checks/membership/workspace-owner-count-within-bounds.ts';
import { DENIED } from '../../support/check-table.ts';
import { answerOf, type MadeRecord } from '../../support/checked.ts';

const OWNS = [{ roleId: 'o', roleName: 'Workspace Owner', resources: [{ type: 'WORKSPACE', id: 'w' }] }];
const user = (id: string, permissions: unknown = []): MadeRecord => ({
  id,
  email: `${id}@acme.example`,
  permissions,
});
const owners = (count: number) => Array.from({ length: count }, (_, i) => user(`u${i}`, OWNS));
const member = (id: string, groupId: string): MadeRecord => ({
  id: `${groupId}/${id}`,
  data: { id },
  parent: { groupId },
});

describe('the number of owners', () => {
  it.each([
    [1, 'fail', 1],
    [2, 'pass', 0],
    [5, 'pass', 0],
    [6, 'fail', 6],
  ] as const)('of %i is %s', async (count, outcome, exceptions) => {
    const answer = await answerOf(check, { records: { users: owners(count) } });
    expect(answer).toMatchObject({ outcome, populationSize: count });
    expect(answer.exceptions).toHaveLength(exceptions);
  });

  it('is not too small where a role may have a name that was not read', async () => {
    const unnamed = user('a', [{ roleId: 'o', resources: [] }]);
    const records = { users: [unnamed, user('b')], roles: DENIED };
    const answer = await answerOf(check, { records });
    expect(answer).toMatchObject({ outcome: 'indeterminate', exceptionTotals: { fail: 0, unknown: 1 } });
  });

  it('is of everybody, also of who is no user but through a group', async () => {
    const groups = [{ id: 'g', name: 'Admins', permissions: OWNS }];
    const records = { users: [user('a', OWNS)], groups, 'group-members': [member('b', 'g')] };
    expect(await answerOf(check, { records })).toMatchObject({ outcome: 'pass', populationSize: 2 });
  });

  it('counts who owns through a group, once', async () => {
    const records = {
      users: [user('a', OWNS), user('b'), user('c')],
      groups: [{ id: 'g', name: 'Admins', permissions: OWNS }],
      'group-members': [member('a', 'g'), member('b', 'g')],
    };
    expect(await answerOf(check, { records })).toMatchObject({ outcome: 'pass' });
    const policy = { maxOwners: 1, minOwners: 1 };
    const failing = await answerOf(check, { records, policy });
    expect(failing.exceptions.map(({ subject }) => subject)).toEqual(['users/a', 'users/b']);
  });

  it('is not known where permissions were not given and it would matter', async () => {
    const mute: MadeRecord = { id: 'm', email: 'm@acme.example' };
    const one = await answerOf(check, { records: { users: [...owners(1), mute] } });
    const enough = await answerOf(check, { records: { users: [...owners(3), mute] } });
    expect([one.outcome, enough.outcome]).toEqual(['indeterminate', 'pass']);
  });

  it.each(['users', 'groups', 'group-members'])(
    'never passes where %s was not read whole',
    async (resource) => {
      const records = { users: owners(3), [resource]: { outcome: 'denied', reason: 'scope' } } as const;
      expect(await answerOf(check, { records })).toMatchObject({ outcome: 'indeterminate' });
    },
  );
});
