/** Pages as a browser reads them, from a file: every view by its link, for everybody, and nothing else is asked for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotPage } from '../../../src/report/snapshot/page.tsx';
import {
  barriersIn,
  cutIn,
  cutOnPaper,
  isWithoutChromium,
  openChromium,
  type ReadAs,
} from '../../support/chromium.ts';
import { hostileFacts } from '../../support/hostile-facts.ts';
import { type PageScene, pageScene, wholeScene } from '../../support/page-scene.ts';
import { everyNth, IS_FULL } from '../../support/tier.ts';

const isSkipped = isWithoutChromium('pages in Chromium');
let browser: Awaited<ReturnType<typeof openChromium>>;
let scene: PageScene;
let gaps: PageScene;

beforeAll(async () => {
  if (isSkipped) return;
  const faults = ['listUsers', 'listDestinations'].map((operationId) => ({
    match: { operationId },
    effect: { kind: 'status', status: 403 } as const,
  }));
  [browser, scene, gaps] = await Promise.all([openChromium(), wholeScene(), pageScene({ faults })]);
});
afterAll(() => browser?.close());

const KINDS = ['whole', 'with gaps', 'hostile'] as const;
const htmlOf = (kind: (typeof KINDS)[number]) =>
  ({
    whole: () => scene.html,
    'with gaps': () => gaps.html,
    hostile: () => snapshotPage(hostileFacts(scene.facts)),
  })[kind]();

const READERS: readonly (readonly [(typeof KINDS)[number], string, ReadAs])[] = [
  ['whole', 'narrow and dark', { width: 390, scheme: 'dark' }],
  ['whole', 'wide and light', {}],
  ['with gaps', 'narrow and light', { width: 390 }],
  ['with gaps', 'wide and dark', { scheme: 'dark' }],
  ['hostile', 'wide', {}],
  ['hostile', 'narrow', { width: 390 }],
];

describe.skipIf(isSkipped)('a page of a snapshot in Chromium', () => {
  // Each takes ten seconds and more: every colour of every word is looked at.
  it.runIf(IS_FULL).each(READERS)('keeps nobody from reading it: %s, %s', async (kind, _how, as) => {
    const reading = await browser.read(htmlOf(kind), as);

    expect(await barriersIn(reading)).toEqual([]);
    await reading.page.close();
  });

  it.each(everyNth(READERS, 4))(
    'asks for nothing, complains of nothing, and fits: %s, %s',
    async (kind, _how, as) => {
      const { page, troubles } = await browser.read(htmlOf(kind), as);

      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

      expect(troubles).toEqual([]);
      expect(tooWide).toBeLessThanOrEqual(0);
      await page.close();
    },
  );

  it.runIf(IS_FULL)('shows every view by its link, with and without script', async () => {
    for (const isWithoutScript of [false, true]) {
      const reading = await browser.read(scene.html, { isWithoutScript });
      const links = await reading.page
        .locator('nav a')
        .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
      expect(links).toHaveLength(14);
      for (const link of links) {
        await reading.open(String(link).slice(1));
        const box = await reading.page.locator(`${link} h2`).boundingBox();
        expect([link, (box?.y ?? -1) >= 0 && (box?.y ?? 9_999) < 900]).toEqual([link, true]);
      }
      await reading.page.close();
    }
  });

  it('draws every chart and its legend whole on a telephone', async () => {
    const { page } = await browser.read(scene.html, { width: 390 });

    expect(await cutIn(page)).toEqual([]);
    await page.close();
  });

  it('breaks no id of a person over two lines', async () => {
    const { page } = await browser.read(scene.html);

    const heights = await page
      .locator('[data-table=users] td:last-child bdi')
      .evaluateAll((all) => all.map((each) => each.getClientRects().length));

    expect(heights.length).toBeGreaterThan(0);
    expect(new Set(heights)).toEqual(new Set([1]));
    await page.close();
  });

  it('unfolds what a link leads to', async () => {
    const reading = await browser.read(scene.html);

    await reading.open('framework-soc2');

    expect(await reading.page.locator('#framework-soc2').getAttribute('open')).not.toBeNull();
    await reading.page.close();
  });

  it('sorts and filters its tables', async () => {
    const { page } = await browser.read(scene.html);
    const rows = page.locator('#table-checks tbody tr:not([hidden])');
    const first = () => rows.first().locator('td').first().textContent();

    await page.locator('#table-checks th button').first().click();
    const ascending = await first();
    await page.locator('#table-checks th button').first().click();
    const descending = await first();
    await page.locator('#table-checks input').fill('iam-01');

    expect([ascending, descending]).toEqual(['AUD-01', 'WH-04']);
    expect([await rows.count(), await first()]).toEqual([1, 'IAM-01']);
    await page.close();
  });

  it.runIf(IS_FULL)('prints whole: nothing folded, nothing to press', async () => {
    const { page } = await browser.read(scene.html);
    await page.emulateMedia({ media: 'print' });

    const seen = await page.evaluate(() => ({
      buttons: [...document.querySelectorAll('button:not(th button), input, nav')].filter((each) =>
        each.checkVisibility(),
      ).length,
      folded: [...document.querySelectorAll('.digest code')].filter(
        (each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1,
      ).length,
      headsHidden: [...document.querySelectorAll('#table-checks th button')].filter(
        (each) => !each.checkVisibility(),
      ).length,
    }));

    expect(seen).toEqual({ buttons: 0, folded: 0, headsHidden: 0 });
    // What is unfolded has no "3 more" among its lines.
    const more = page.locator('details.more');
    expect(await more.count()).toBeGreaterThan(0);
    expect(await more.locator('> summary:visible').count()).toBe(0);
    const heights = await more.evaluateAll((all) =>
      all.filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect().height),
    );
    expect(Math.min(...heights)).toBeGreaterThan(5);
    expect(await cutOnPaper(page)).toEqual([]);
    expect((await page.pdf()).subarray(0, 4).toString()).toBe('%PDF');
    await page.close();
  });
});
