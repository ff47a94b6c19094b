/** An access review that was held in a period, on its page: what was decided, and what became of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { factsOnPage, rowsOnPage, textOf, viewOnPage } from '../../support/page-facts.ts';
import { createReviewScene, type ReviewScene } from '../../support/review-scene.ts';
import { asCsv, decidedRows, newestReview, reviewedItems } from '../../support/reviewing.ts';

let scene: ReviewScene;
beforeEach(async () => {
  scene = await createReviewScene();
});
afterEach(() => scene.close());

async function page(): Promise<string> {
  const days = ['--from', '2026-11-02', '--to', '2026-11-02'];
  const { stdout } = await scene.cli.run(['report', ...days, '--out', 'pages', '--json']);
  return readFileSync(join(scene.cli.dir, JSON.parse(stdout).pages[0].file), 'utf8');
}

it('is shown with what was decided, and with what is not done yet until a run proves it', async () => {
  const { cli, world } = scene;
  await cli.run(['review', 'start']);
  const id = newestReview(cli.store);
  const items = reviewedItems(cli.store, id);
  const taken = items.find(({ kind, grants }) => kind === 'role' && grants[0]?.role !== 'Workspace Owner');
  if (taken === undefined) throw new Error('expected a role that is given directly, got none');
  expect(textOf(viewOnPage(await page(), 'review'))).toContain('nothing decided yet');

  const rows = decidedRows(cli.store, id, (item) => ({
    decision: item.id === taken.id ? 'revoke' : 'approve',
    reviewer: 'reviewer@outside.example',
    ...(item.id === taken.id ? { reason: 'moved on' } : {}),
  }));
  writeFileSync(join(cli.dir, 'decided.csv'), asCsv(rows));
  await cli.run(['review', 'import', id, 'decided.csv']);
  const before = await page();
  const permissions = world.users.find((user) => user.id === taken.userId)?.permissions ?? [];
  const [, , roleId] = taken.id.split('/');
  permissions.splice(0, permissions.length, ...permissions.filter((each) => each.roleId !== roleId));
  await scene.collectAfter(3);
  const after = await page();

  for (const html of [before, after]) {
    const said = new Map(factsOnPage(html).map(({ at, value }) => [at, value]));
    expect(
      ['review.count', 'review.reviews.0.decided', 'review.reviews.0.total'].map((at) => said.get(at)),
    ).toEqual([1, items.length, items.length]);
    expect(rowsOnPage(html, `review-${id}`)).toHaveLength(1);
    expect(rowsOnPage(html, `review-${id}`)[0]?.slice(1, 4)).toEqual([
      expect.any(String),
      'revoke',
      'reviewer@outside.example',
    ]);
  }
  expect(viewOnPage(before, 'review')).toMatch(/class="standing warn"/);
  expect(textOf(viewOnPage(before, 'review'))).toContain('not complete');
  expect(viewOnPage(after, 'review')).not.toMatch(/class="standing/);
  expect(rowsOnPage(after, 'reviews')[0]?.slice(0, 2)).toEqual([id, '✓complete']);
});
