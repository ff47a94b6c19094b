/** Several reviews: one that somebody has just started must not hide the one whose removals are open. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReviewItem } from '../../../schemas/review.ts';
import { createReviewScene, type ReviewScene } from '../../support/review-scene.ts';
import { decidedCsv, newestReview, reviewedItems } from '../../support/reviewing.ts';

let scene: ReviewScene;

beforeAll(async () => {
  scene = await createReviewScene();
});
afterAll(() => scene.close());

async function start(): Promise<string> {
  await scene.cli.run(['review', 'start']);
  return newestReview(scene.cli.store);
}

async function decide(id: string, revoked?: ReviewItem): Promise<void> {
  const csv = decidedCsv(scene.cli.store, id, (item) => ({
    decision: item.id === revoked?.id ? 'revoke' : 'approve',
    reviewer: 'reviewer@outside.example',
    reason: 'quarterly review',
  }));
  writeFileSync(join(scene.cli.dir, 'decided.csv'), csv);
  await scene.cli.run(['review', 'import', id, 'decided.csv']);
}

async function status() {
  const { code, stdout } = await scene.cli.run(['review', 'status', '--json']);
  const { reviewId, standing, reviews } = JSON.parse(stdout) as {
    readonly reviewId: string;
    readonly standing: string;
    readonly reviews: readonly { readonly reviewId: string; readonly state: string }[];
  };
  return { code, shown: reviewId, standing, states: reviews.map(({ reviewId: id, state }) => [id, state]) };
}

it('shows the newest that is begun and not finished, and names the others', async () => {
  const first = await start();
  const revoked = reviewedItems(scene.cli.store, first).find(
    ({ kind, grants }) => kind === 'role' && grants[0]?.role !== 'Workspace Owner',
  );
  await scene.collectAfter(24);
  const second = await start();
  const bare = await status();
  await decide(first, revoked);
  await scene.collectAfter(24);
  const open = await status();
  await decide(second);
  const overtaking = await status();
  scene.world.users.find(({ id }) => id === revoked?.userId)?.permissions?.splice(0);
  await scene.collectAfter(24);
  const done = await status();
  const third = await start();
  await scene.collectAfter(24);
  const fourth = await start();
  await decide(fourth);
  const overtaken = await status();

  expect(bare).toMatchObject({
    code: 4,
    shown: second,
    states: [
      [second, 'not-begun'],
      [first, 'not-begun'],
    ],
  });
  expect(open).toMatchObject({
    code: 4,
    shown: first,
    states: [
      [second, 'not-begun'],
      [first, 'open'],
    ],
  });
  expect(open.standing).toMatch(new RegExp(`; other reviews: ${second}: nothing decided yet$`));
  expect(overtaking).toMatchObject({
    code: 4,
    shown: first,
    states: [
      [second, 'complete'],
      [first, 'open'],
    ],
  });
  expect(done).toMatchObject({ code: 0, shown: second });
  expect(done.standing).toMatch(/^COMPLETE: .*; other reviews: 1 complete$/);
  expect(overtaken).toMatchObject({ code: 0, shown: fourth });
  expect(overtaken.states.slice(0, 2)).toEqual([
    [fourth, 'complete'],
    [third, 'overtaken'],
  ]);
});
