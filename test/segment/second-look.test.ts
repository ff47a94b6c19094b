/** Worlds that change between pages, between lists, after lists, and never: which runs are whole, and what they say. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { createWorkbench, type Ran, type Workbench } from '../support/run.ts';
import { runs } from '../support/tier.ts';

let bench: Workbench;
let users: Record<string, unknown>[];
let all: readonly Record<string, unknown>[];

beforeAll(async () => {
  bench = await createWorkbench({ cursors: 'offset', permissionsInUserList: true });
  users = bench.simulator.world.users as unknown as Record<string, unknown>[];
  all = [...users];
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.simulator.clearFaults();
  users.splice(0, users.length, ...all);
});

const SOME = resources.filter(({ name }) => ['workspace', 'users', 'sources', 'audit-events'].includes(name));

const run = (pageSize: number): Promise<Ran> =>
  bench.run({
    force: true,
    config: { collect: { include: [], exclude: [], pageSize } },
    changes: { definitions: SOME },
    concurrency: 1,
  });

/** Does something when the list of users has been answered so many times. */
function after(answers: number, change: () => void): void {
  let count = 0;
  const transform = (body: unknown) => {
    count += 1;
    if (count === answers) change();
    return body;
  };
  bench.simulator.addFault({
    match: { operationId: 'listUsers' },
    effect: { kind: 'transform-json', transform },
  });
}

const remove = (index: number) => () => users.splice(index, 1);
const add = (name: string) => () =>
  users.push({ ...users[0], id: `new-${name}`, email: `${name}@larkfield.example` });
const both = () => {
  remove(1)();
  add('late')();
};
const look = (ran: Ran) => ran.entry('users').completeness?.secondLook;
const askedUsers = (ran: Ran) => ran.requests.filter(({ operationId }) => operationId === 'listUsers').length;

it('a world that stands still is looked at once more, and said to be equal', async () => {
  const ran = await run(200);

  expect([ran.record.status, askedUsers(ran), look(ran)?.equal]).toEqual(['complete', 2, true]);
  expect(look(ran)).toMatchObject({ pages: 1, equal: true, total: all.length });
  expect(ran.entry('audit-events').completeness?.secondLook).toMatchObject({ pages: 1 });
});

it('what changes after a list of one page is said, and is no gap', async () => {
  after(1, add('later'));

  const ran = await run(200);

  expect([ran.record.status, askedUsers(ran)]).toEqual(['complete', 2]);
  expect(look(ran)).toMatchObject({ equal: false, total: all.length + 1 });
  expect(look(ran)).not.toHaveProperty('result');
});

it('one that goes while another comes between two pages is found, and the list is read again', async () => {
  after(1, both);

  const ran = await run(5);

  const ids = ran.lines<{ id: string }>('data/resources/users.jsonl').map(({ id }) => id);
  expect(ran.record.status).toBe('complete');
  expect(look(ran)).toMatchObject({ equal: false, result: 'read-again' });
  expect(ids).toEqual(users.map(({ id }) => id).sort());
  expect((await bench.verify()).failures).toEqual([]);
});

it('a second look that is not answered is said, and nothing against what was read', async () => {
  bench.simulator.addFault({
    match: { operationId: 'listUsers', fromRequest: 2 },
    effect: { kind: 'status', status: 403 },
  });

  const ran = await run(200);

  expect([ran.record.status, ran.entry('users').records]).toEqual(['complete', all.length]);
  expect(look(ran)).toMatchObject({ pages: 0, equal: null, result: 'no-answer' });
  expect((await bench.verify()).failures).toEqual([]);
});

it('a list that never stands still is partial, and says that it moved', async () => {
  let number = 0;
  const transform = (body: unknown) => {
    remove(1)();
    add(`n${number++}`)();
    return body;
  };
  bench.simulator.addFault({
    match: { operationId: 'listUsers' },
    effect: { kind: 'transform-json', transform },
  });

  const ran = await run(5);

  expect(ran.entry('users')).toMatchObject({ outcome: 'partial', reason: 'moved' });
  expect(look(ran)).toMatchObject({ equal: false, result: 'moved' });
  expect((await bench.verify()).failures).toEqual([]);
});

it('whatever changes when, a complete list is one that there was at some time', {
  timeout: 120_000,
}, async () => {
  const change = fc.constantFrom('none', 'add', 'remove', 'both');
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 4 }),
      fc.constantFrom(5, 7, 200),
      async (changes, pageSize) => {
        bench.simulator.clearFaults();
        users.splice(0, users.length, ...all);
        const worlds = [
          users
            .map(({ id }) => id)
            .sort()
            .join(),
        ];
        changes.forEach((kind, index) => {
          const act =
            { none: () => undefined, add: add(`a${index}`), remove: remove(index), both }[kind] ?? both;
          after(index + 1, () => {
            act();
            worlds.push(
              users
                .map(({ id }) => id)
                .sort()
                .join(),
            );
          });
        });

        const ran = await run(pageSize);

        const { outcome, path = '' } = ran.entry('users');
        const ids = ran.lines<{ id: string }>(path).map(({ id }) => id);
        if (outcome === 'complete') expect(worlds).toContain(ids.join());
        // Nobody is alarmed about a list that fits a page, or that stood still.
        if (pageSize === 200 || changes.every((kind) => kind === 'none')) expect(outcome).toBe('complete');
      },
    ),
    { numRuns: runs({ fast: 4, full: 60 }), seed: 20_261_129 },
  );
});
