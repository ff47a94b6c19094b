/** Checks asked again over stored evidence give the very bytes that were sealed with each run. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { judgedAgain } from '../../src/answers/judged-again.ts';
import { checks as ours } from '../../src/checks/index.ts';
import { judge } from '../../src/checks/judge.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import type { History, Run } from '../../src/verify/read-history.ts';
import { historyOf } from '../support/answers.ts';
import { FEW } from '../support/few.ts';
import { madeCheck } from '../support/made-check.ts';
import { createWorkbench, type Ran, type RunSettings, type Workbench } from '../support/run.ts';

const READ = ['workspace', 'users', 'groups', 'group-members', 'sources', 'audit-events'];
const definitions = resources.filter(({ name }) => READ.includes(name));
const DAY_MS = 24 * 60 * 60 * 1000;

/** Says all that a check may know of a run. */
const TELLS_ALL = madeCheck('TELLS-ALL', READ, async (run, tally) => {
  tally.note(
    canonical({ facts: run.facts, countedTo: run.countedTo, users: run.entry('users')?.records ?? null }),
  );
  for (const resource of READ) {
    tally.note(canonical([resource, run.isWhole(resource), run.count(resource) ?? null]));
    tally.note(canonical(await run.changes(resource)));
    const before = await run.before(resource);
    if (before !== undefined)
      tally.note(canonical([before.at, before.seq, before.isUnchanged, before.entry.records]));
    for await (const { id } of before?.records() ?? []) tally.note(id);
    for await (const { id } of run.records(resource)) {
      tally.saw();
      tally.since(`${resource}/${id}`);
    }
  }
  for await (const line of run.records('users')) if (run.isWhole('users')) tally.unknown('users', line.id);
  return undefined;
});
const checks = [...ours, TELLS_ALL];

let bench: Workbench;
let ran: readonly Ran[];
let history: History;

beforeAll(async () => {
  bench = await createWorkbench({ size: FEW });
  const { world } = bench.simulator;
  const runs: Ran[] = [];
  const run = async (settings: RunSettings = {}) => {
    const policy = { approvedDomains: ['acme.example'] };
    const configuration = { policy, declaredRole: 'Workspace Owner', ...settings.configuration };
    runs.push(await bench.run({ definitions, changes: { checks }, ...settings, configuration }));
    bench.simulator.clearFaults();
    bench.clock.advance(DAY_MS);
  };
  await run();
  world.users.splice(-1);
  await run({ slot: new Date(bench.clock.nowMs() - DAY_MS / 2).toISOString() });
  bench.simulator.addFault({ match: { operationId: 'listUsers' }, effect: { kind: 'short-list', drop: 2 } });
  await run();
  for (const user of world.users) user.name = 'Another';
  await run({ config: { collect: { include: [], exclude: ['groups'], pageSize: 200 } } });
  await run({ only: ['users'] });
  await run({ config: { tokenIssuedAt: '2026-01-02T00:00:00.000Z' } });
  ran = runs;
  history = await historyOf(bench);
});
afterAll(() => bench.close());

async function again(run: Run | undefined, of: Pick<History, 'runs'> = history) {
  if (run === undefined) throw new Error('there is such a run');
  const { judged, missing } = await judgedAgain(of, run, definitions);
  return { text: canonical(await judge(checks, judged)), missing: [...missing] };
}

const sealedOf = (each: Ran | undefined) => each?.files.get('data/checks/results.json');

describe('checks asked again', () => {
  it.each([
    ['the first one', 0, /"kind":"first"/],
    ['one that was filled late, with somebody gone', 1, /"change":"removed"/],
    ['a partial one', 2, /"kind":"not-comparable","reason":"Not read whole now: users/],
    ['one that left a resource out', 3, /"change":"changed"/],
    ['one for trying things out', 4, /"slot":null/],
    ['one after it', 5, /groups was not read whole in the runs before/],
  ] as const)('give the bytes that were sealed with %s', async (_, at, said) => {
    const sealed = sealedOf(ran[at]);
    expect(sealed?.replaceAll('\\"', '"')).toMatch(said);
    expect(await again(history.runs[at])).toEqual({ text: sealed, missing: [] });
  });

  it('are asked behind the record before where nothing was asked then', async () => {
    const [, second] = history.runs;
    if (second === undefined) throw new Error('there is a second run');
    const unasked = { ...second, checkResults: async () => undefined };
    expect((await again(unasked)).text).toBe(sealedOf(ran[1]));
  });

  it('say which earlier evidence is not there any more', async () => {
    const runs = history.runs.slice(3);
    expect((await again(runs[0], { runs })).missing).toEqual(['record 2 is not there']);
    const expired = history.runs.map((run, at) => (at < 3 ? { ...run, isExpired: true } : run));
    const { text, missing } = await again(expired[3], { runs: expired });
    expect(missing).toContain('the files of record 2 are gone: their retention has ended');
    expect(text).not.toBe(sealedOf(ran[3]));
    await expect(again(expired[0], { runs: expired })).rejects.toMatchObject({ code: 'NO_EVIDENCE' });
  });

  it('are not answered from bytes that are not those that were signed', async () => {
    const path = join(
      bench.folder,
      'segment-evidence/v1/acme',
      ran[0]?.record.snapshotPath ?? '',
      'data/resources/users.jsonl',
    );
    const bytes = readFileSync(path);
    chmodSync(path, 0o644);
    writeFileSync(path, bytes.toString('utf8').replace('a', 'b'));
    const fresh = await historyOf(bench);
    await expect(again(fresh.runs[1], fresh)).rejects.toMatchObject({ code: 'NOT_VERIFIED' });
    writeFileSync(path, bytes);
  });
});
