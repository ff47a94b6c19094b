/** A run asks for no more than it needs: the exact number of requests for each resource, worlds and page sizes. */
import { describe, expect, it } from 'vitest';
import type { Ran } from '../support/run.ts';
import { createWorkbench } from '../support/run.ts';
import { everyNth } from '../support/tier.ts';

const perOperation = ({ requests }: Ran) => {
  const counts: Record<string, number> = {};
  for (const { operationId } of requests) counts[`${operationId}`] = (counts[`${operationId}`] ?? 0) + 1;
  return counts;
};

const withPages = (pageSize: number) => ({ config: { collect: { include: [], exclude: [], pageSize } } });

/**
 * 1 for the workspace, ⌈users / page⌉, one per user, ⌈sources / page⌉, and one per source for its settings; and for the
 * second look one for each of the two lists.
 */
const rows = [
  [
    'small',
    200,
    { getWorkspace: 1, listUsers: 2, getUser: 14, listSources: 2, listSchemaSettingsInSource: 12 },
  ],
  [
    'small',
    5,
    { getWorkspace: 1, listUsers: 4, getUser: 14, listSources: 4, listSchemaSettingsInSource: 12 },
  ],
  [
    'medium',
    200,
    { getWorkspace: 1, listUsers: 4, getUser: 450, listSources: 3, listSchemaSettingsInSource: 350 },
  ],
  [
    'medium',
    1000,
    { getWorkspace: 1, listUsers: 2, getUser: 450, listSources: 2, listSchemaSettingsInSource: 350 },
  ],
] as const;

describe.each(everyNth(rows, 3))('the %s workspace in pages of %i', (size, pageSize, expected) => {
  it('is read with as few requests as its lists allow', async () => {
    const bench = await createWorkbench({ size });

    const ran = await bench.run(withPages(pageSize));

    expect(perOperation(ran)).toEqual(expected);
    expect(ran.record.status).toBe('complete');
    expect(Object.fromEntries(ran.record.resources.map(({ name, requests }) => [name, requests]))).toEqual({
      workspace: expected.getWorkspace,
      users: expected.listUsers + expected.getUser,
      sources: expected.listSources,
      'source-settings': expected.listSchemaSettingsInSource,
    });
    await bench.close();
  });
});

it.each([
  ['asked for where the list leaves them out, and counted with the users', false, 14],
  ['not asked for where the list has them', true, undefined],
] as const)('details are %s', async (_title, permissionsInUserList, getUser) => {
  const bench = await createWorkbench({ permissionsInUserList });

  const ran = await bench.run();

  expect(perOperation(ran)['getUser']).toBe(getUser);
  expect([ran.entry('users').requests, ran.entry('users').pages]).toEqual([2 + (getUser ?? 0), 1]);
  await bench.close();
});

it.each([
  ['a token without rights: one question more, to be sure that it still works', 'member', 2 + 1 + 1 + 12 + 1],
  ['a refused token: the first question twice', 'revoked', 2],
] as const)('%s', async (_title, role, total) => {
  const bench = await createWorkbench();

  const ran = await bench.run({ token: bench.simulator.tokens[role] });

  expect(ran.requests).toHaveLength(total);
  await bench.close();
});

it('what is left out is not asked for, nor what hangs on it', async () => {
  const bench = await createWorkbench();

  const excluded = await bench.run({
    config: { collect: { include: [], exclude: ['sources'], pageSize: 200 } },
  });
  const only = await bench.run({ only: ['users'], force: true });

  expect(perOperation(excluded)).toEqual({ getWorkspace: 1, listUsers: 2, getUser: 14 });
  expect(perOperation(only)).toEqual({ getWorkspace: 1, listUsers: 2, getUser: 14 });
  await bench.close();
});

it('a slot that is collected already costs none', async () => {
  const bench = await createWorkbench();
  const slot = '2026-11-22T03:00:00.000Z';
  await bench.run({ slot });

  const again = await bench.run({ slot });

  expect([again.result.kind, again.requests]).toEqual(['already-collected', []]);
  await bench.close();
});
