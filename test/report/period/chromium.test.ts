/** The page of a period as a browser reads it, from a file: every view by its link, for everybody, and nothing else is asked for. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PeriodFacts } from '../../../src/answers/pages/period/period-facts.ts';
import { periodDocument } from '../../../src/report/period/page.tsx';
import {
  barriersIn,
  cutIn,
  cutOnPaper,
  isWithoutChromium,
  openChromium,
  type ReadAs,
} from '../../support/chromium.ts';
import { hostileFacts } from '../../support/hostile-facts.ts';
import { checkedScene, type PeriodScene, quarterScene } from '../../support/period-scene.ts';
import { IS_FULL } from '../../support/tier.ts';

const isSkipped = !IS_FULL || isWithoutChromium('the page of a period in Chromium');
let browser: Awaited<ReturnType<typeof openChromium>>;
const scenes: Record<string, Pick<PeriodScene, 'html'>> = {};

beforeAll(async () => {
  if (isSkipped) return;
  browser = await openChromium();
  scenes['with gaps'] = await quarterScene();
  const checked = await checkedScene();
  scenes['whole'] = checked;
  const hostile = hostileFacts(checked.facts as never) as unknown as PeriodFacts;
  // What we call populations is ours, and no two are called the same.
  const named = hostile.populations.map((each, place) => ({
    ...each,
    name: checked.facts.populations[place]?.name ?? '',
  }));
  scenes['hostile'] = { html: periodDocument({ ...hostile, populations: named }) };
});
afterAll(() => browser?.close());

const READERS: readonly (readonly [scene: string, how: string, as: ReadAs])[] = [
  ['with gaps', 'wide and light', {}],
  ['with gaps', 'narrow and dark', { width: 390, scheme: 'dark' }],
  ['whole', 'narrow and light', { width: 390 }],
  ['whole', 'wide and dark', { scheme: 'dark' }],
  ['hostile', 'wide', {}],
  ['hostile', 'narrow', { width: 390 }],
];

const VIEWS =
  'overview calendar populations changes review checks certificates uncovered receipts work-paper';

describe.skipIf(isSkipped)('the page of a period in Chromium', () => {
  it.each(READERS)('keeps nobody from reading it: %s, %s', async (scene, _how, as) => {
    const reading = await browser.read(scenes[scene]?.html ?? '', as);

    expect(await barriersIn(reading)).toEqual([]);
    const wider = await reading.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([wider, reading.troubles]).toEqual([0, []]);
    await reading.page.close();
  });

  it('shows each view at its link, without a script too', async () => {
    const reading = await browser.read(scenes['with gaps']?.html ?? '', { isWithoutScript: true });
    for (const view of VIEWS.split(' ')) {
      await reading.open(view);
      const top = (await reading.page.locator(`#${view}`).boundingBox())?.y;
      expect([view, Math.abs(top ?? 9999) < 900]).toEqual([view, true]);
    }
    expect(reading.troubles).toEqual([]);
    await reading.page.close();
  });

  it.each(['with gaps', 'whole'])('draws every chart whole on a telephone: %s', async (scene) => {
    const { page } = await browser.read(scenes[scene]?.html ?? '', { width: 390 });

    expect(await cutIn(page)).toEqual([]);
    await page.close();
  });

  it('shows the lines for a conclusion on paper alone', async () => {
    const { page } = await browser.read(scenes['whole']?.html ?? '');
    const line = page.locator('.conclusion').first();

    expect(await line.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await line.isVisible()).toBe(true);
    expect(await cutOnPaper(page)).toEqual([]);
    await page.close();
  });
});
