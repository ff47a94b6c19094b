/** A review as reviewers do it who have LibreOffice: opened there, saved there, handed in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWithoutLibreOffice, savedAgain, sheetsOf } from '../../support/libreoffice.ts';
import { createReviewScene } from '../../support/review-scene.ts';
import { asCsv, filledIn, newestReview, reviewedItems } from '../../support/reviewing.ts';

const REVIEWER = 'reviewer@outside.example';

describe.skipIf(isWithoutLibreOffice('a review in LibreOffice'))('a review in LibreOffice', () => {
  it('comes back as it was filled in, as a workbook and as CSV', { timeout: 120_000 }, async () => {
    const scene = await createReviewScene();
    const hostile = scene.world.users[0];
    if (hostile !== undefined)
      hostile.name = '=cmd|calc; <script>alert(1)</script> \u202E\u{1F469}\u200D\u{1F4BB}';
    await scene.collectAfter(1);
    await scene.cli.run(['review', 'start', '--out', 'review.xlsx']);
    const id = newestReview(scene.cli.store);
    const filled = await filledIn(readFileSync(join(scene.cli.dir, 'review.xlsx')), REVIEWER);
    writeFileSync(join(scene.cli.dir, 'saved.xlsx'), savedAgain(filled));
    writeFileSync(join(scene.cli.dir, 'saved.csv'), asCsv(sheetsOf(filled).get('review') ?? []));

    const results = [];
    for (const name of ['saved.xlsx', 'saved.csv'])
      results.push(await scene.cli.run(['review', 'import', id, name, '--json']));
    const count = reviewedItems(scene.cli.store, id).length;
    await scene.close();

    for (const { code, stdout } of results) {
      const { counts, problems } = JSON.parse(stdout);
      expect([code, problems]).toEqual([0, []]);
      expect(counts.approve).toBe(count);
    }
  });
});
