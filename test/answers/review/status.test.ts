/** What became of decisions: proved from the runs after them, never from a run that could not look. */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReviewScene, type ReviewScene } from '../../support/review-scene.ts';
import { asCsv, type Decided, decidedRows, newestReview, reviewedItems } from '../../support/reviewing.ts';

let scene: ReviewScene;

beforeEach(async () => {
  scene = await createReviewScene();
});
afterEach(() => scene.close());

interface Status {
  readonly code: number;
  readonly standing: string;
  readonly rows: readonly {
    id: string;
    userId: string;
    state: string;
    decision: string;
    hours?: { atLeast: number; atMost: number };
    doneIn?: { seq: number };
  }[];
  readonly changed: readonly { change: string; userId: string }[];
}

async function status(...more: readonly string[]): Promise<Status> {
  const { code, stdout } = await scene.cli.run(['review', 'status', '--json', ...more]);
  const document = JSON.parse(stdout);
  return {
    code,
    standing: document.standing,
    rows: document.items,
    changed: document.changedMeanwhile?.changes,
  };
}

/** Three users with a role given directly, none of whom is an owner. */
function threeRoles(): readonly string[] {
  const items = reviewedItems(scene.cli.store, newestReview(scene.cli.store));
  const roles = items.filter(({ kind, grants }) => kind === 'role' && grants[0]?.role !== 'Workspace Owner');
  return [...new Map(roles.map(({ userId, id }) => [userId, id])).values()].slice(0, 3);
}

/** Decides on some items, and approves all others. */
async function decide(decisions: Readonly<Record<string, string>>): Promise<void> {
  const { store, dir, run } = scene.cli;
  const id = newestReview(store);
  const rows = decidedRows(store, id, (item): Decided => {
    const decision = decisions[item.id] ?? 'approve';
    const reason = decision === 'approve' ? {} : { reason: 'moved on' };
    return { decision, reviewer: 'reviewer@outside.example', ...reason };
  });
  writeFileSync(join(dir, 'decided.csv'), asCsv(rows));
  const { code, stdout } = await run(['review', 'import', id, 'decided.csv']);
  if (code !== 0) throw new Error(stdout);
}

const permissionsOf = (userId: string) =>
  scene.world.users.find(({ id }) => id === userId)?.permissions ?? [];

function takeAway(item: string): () => void {
  const [userId = '', , roleId = ''] = item.split('/');
  const permissions = permissionsOf(userId);
  const kept = [...permissions];
  permissions.splice(0, permissions.length, ...kept.filter((permission) => permission.roleId !== roleId));
  return () => permissions.splice(0, permissions.length, ...kept);
}

it('tells what was removed, what was not, and what came back, with the hours that it took', async () => {
  await scene.cli.run(['review', 'start']);
  const [removed = '', left = '', readded = ''] = threeRoles();
  scene.pass(1);
  await decide({ [removed]: 'revoke', [left]: 'revoke', [readded]: 'revoke' });
  await scene.collectAfter(23);
  takeAway(removed);
  const giveBack = takeAway(readded);
  await scene.collectAfter(24);
  giveBack();
  await scene.collectAfter(24);

  const { code, standing, rows } = await status();

  const states = Object.fromEntries(rows.map((row) => [row.id, row]));
  expect(code).toBe(4);
  expect(standing).toBe(
    'NOT COMPLETE: 1 to be taken away and still as it was; 1 to be taken away was gone and is there again',
  );
  expect(states[removed]).toMatchObject({
    state: 'done',
    hours: { atLeast: 23, atMost: 47 },
    doneIn: { seq: 2 },
  });
  expect(states[left]).toMatchObject({ state: 'open' });
  expect(states[readded]).toMatchObject({ state: 'came-back' });
  expect(rows).toHaveLength(3);
});

it('keeps a revocation in sight that a later import replaced', async () => {
  await scene.cli.run(['review', 'start']);
  const [first = ''] = threeRoles();
  await decide({ [first]: 'revoke' });
  scene.pass(1);
  await decide({});
  await scene.collectAfter(24);

  const { stdout } = await scene.cli.run(['review', 'status', '--json']);
  const { standing, replaced } = JSON.parse(stdout) as {
    readonly standing: string;
    readonly replaced: readonly object[];
  };

  expect(standing).toMatch(/^COMPLETE: .*; 1 decision was replaced by a later import$/);
  expect(replaced).toEqual([expect.objectContaining({ id: first, decision: 'revoke', by: 'approve' })]);
});

it('notices that an import is gone, and refuses a path in place of a name', async () => {
  await scene.cli.run(['review', 'start']);
  const [first = ''] = threeRoles();
  await decide({ [first]: 'revoke' });
  scene.pass(1);
  await decide({});
  const folder = join(scene.cli.store, 'segment-evidence/v1/acme/reviews');
  rmSync(join(folder, newestReview(scene.cli.store), 'decisions-1.json'));

  const gone = await scene.cli.run(['review', 'status']);
  const path = await scene.cli.run(['review', 'status', '../../acme/reviews']);

  expect([gone.code, gone.stderr]).toEqual([
    6,
    expect.stringContaining('expected every import up to the last'),
  ]);
  expect([path.code, path.stderr]).toEqual([2, expect.stringContaining('expected the name of a review')]);
});

it('is complete when everything is decided and what was to go has gone', async () => {
  await scene.cli.run(['review', 'start']);
  const [removed = ''] = threeRoles();
  await decide({ [removed]: 'revoke' });
  takeAway(removed);
  await scene.collectAfter(24);

  const { code, standing } = await status();

  expect(code).toBe(0);
  expect(standing).toMatch(
    /^COMPLETE: all \d+ items of review .* are decided \(\d+ asserted\); 1 of them .* all are done as of .*, record 1$/,
  );
});

it('never takes a run that could not look for a proof that something is gone', async () => {
  await scene.cli.run(['review', 'start']);
  const [removed = ''] = threeRoles();
  await decide({ [removed]: 'revoke' });
  takeAway(removed);
  scene.addFault({ match: { path: '/users' }, effect: { kind: 'short-list', drop: 1 } });
  await scene.collectAfter(24);

  const partial = await status();
  scene.clearFaults();
  scene.addFault({ match: { path: '/groups' }, effect: { kind: 'status', status: 403 } });
  await scene.collectAfter(24);
  const denied = await status();
  scene.clearFaults();
  await scene.collectAfter(24);
  const whole = await status();

  expect(partial.rows[0]?.state).toBe('not-known');
  expect(partial.standing).toContain('cannot show what is gone');
  expect(denied.rows[0]?.state).toBe('not-known');
  expect([partial.code, denied.code, whole.code]).toEqual([4, 4, 0]);
  expect(whole.rows[0]).toMatchObject({ state: 'done', hours: { atLeast: 0, atMost: 72 } });
});

it('says that nothing is decided yet, that no run has come since, and what was put off', async () => {
  await scene.cli.run(['review', 'start']);
  const [revoked = '', deferred = ''] = threeRoles();
  const undecided = await status();
  await decide({ [revoked]: 'revoke', [deferred]: 'defer' });
  const early = await status();

  expect(undecided.code).toBe(4);
  expect(undecided.standing).toMatch(/^NOT COMPLETE: nothing was decided in .* yet$/);
  expect(early.code).toBe(4);
  expect(early.standing).toContain('1 to be taken away and not known: no run since the decision can tell');
  expect(early.standing).toContain('1 deferred, and not decided yet');
});

it('takes the decision of the last import, since it was made', async () => {
  await scene.cli.run(['review', 'start']);
  const [item = ''] = threeRoles();
  await decide({ [item]: 'defer' });
  scene.pass(5);
  await decide({ [item]: 'revoke' });
  takeAway(item);
  await scene.collectAfter(10);

  const { code, rows } = await status();

  expect(code).toBe(0);
  expect(rows[0]).toMatchObject({ decision: 'revoke', state: 'done', hours: { atLeast: 0, atMost: 10 } });
});

it('takes a change for done when it is no longer as it was reviewed', async () => {
  await scene.cli.run(['review', 'start']);
  const [item = '', same = ''] = threeRoles();
  await decide({ [item]: 'change', [same]: 'change' });
  takeAway(item);
  await scene.collectAfter(24);

  const { code, rows } = await status();

  expect(code).toBe(4);
  expect(Object.fromEntries(rows.map(({ id, state }) => [id, state]))).toEqual({
    [item]: 'done',
    [same]: 'open',
  });
});

it('names what changed between freezing and deciding, and marks it in the next review', async () => {
  await scene.cli.run(['review', 'start']);
  const [item = '', other = ''] = threeRoles();
  takeAway(item);
  await scene.collectAfter(24);
  scene.pass(1);
  await decide({});
  await scene.collectAfter(24);
  takeAway(other);
  await scene.collectAfter(24);

  const { changed } = await status();
  const next = JSON.parse((await scene.cli.run(['review', 'start', '--json'])).stdout);

  const userId = item.split('/')[0];
  expect(
    changed
      .filter((each) => each.userId === userId)
      .map(({ change }) => change)
      .sort(),
  ).toContain('removed');
  expect(changed.some((each) => each.userId === other.split('/')[0])).toBe(false);
  expect(next.previous).not.toBeNull();
  expect(next.goneSince).toEqual(expect.arrayContaining([item, other]));
});

it('refuses a review whose files are not what they say', async () => {
  await scene.cli.run(['review', 'start']);
  const id = newestReview(scene.cli.store);
  await decide({});
  await scene.collectAfter(24);
  const path = join(scene.cli.store, 'segment-evidence/v1/acme/reviews', id, 'decisions-1.json');
  const { readFileSync, rmSync } = await import('node:fs');
  const text = readFileSync(path, 'utf8');
  chmodSync(path, 0o644);
  rmSync(path);
  writeFileSync(path, text.replace('"decision":"approve"', '"decision":"revoke"'));

  const { code, stdout } = await scene.cli.run(['review', 'status', '--json']);

  expect(code).toBe(6);
  expect(JSON.parse(stdout).message).toContain('expected the decisions of import 1');
});

it('says where there is no review, and ends with 7', async () => {
  const { code, stdout } = await scene.cli.run(['review', 'status', '--json']);

  expect(code).toBe(7);
  expect(JSON.parse(stdout)).toMatchObject({
    message: 'read review: expected an access review of acme, got none: nobody has begun one here',
    hint: 'Begin one: review start.',
  });
});
