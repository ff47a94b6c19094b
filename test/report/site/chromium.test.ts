/** A site as a browser reads it, from its folder: for everybody, by every link, and nothing else is asked for. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersIn, cutIn, isWithoutChromium, openChromium, type ReadAs } from '../../support/chromium.ts';
import { type SiteScene, siteScene } from '../../support/site-scene.ts';
import { IS_FULL } from '../../support/tier.ts';

const isSkipped = !IS_FULL || isWithoutChromium('the pages of a site in Chromium');
const out = mkdtempSync(join(tmpdir(), 'evidence-site-'));
let browser: Awaited<ReturnType<typeof openChromium>>;
let scene: SiteScene;

beforeAll(async () => {
  if (isSkipped) return;
  browser = await openChromium();
  scene = await siteScene();
  await scene.ask('report', '--site', '--out', out);
});
afterAll(async () => {
  await browser?.close();
  rmSync(out, { recursive: true });
});

const pageAt = (name: string) => readFileSync(join(out, name), 'utf8');

const READERS: readonly (readonly [how: string, as: ReadAs])[] = [
  ['wide and light', {}],
  ['wide and dark', { scheme: 'dark' }],
  ['narrow and light', { width: 390 }],
  ['narrow and dark', { width: 390, scheme: 'dark' }],
];
const PAGES = ['index.html', 'alpha/index.html', 'gamma/index.html'];

describe.skipIf(isSkipped)('a site in Chromium', () => {
  it.each(READERS.flatMap(([how, as]) => PAGES.map((name) => [name, how, as] as const)))(
    'keeps nobody from reading it: %s, %s',
    async (name, _how, as) => {
      const reading = await browser.read(pageAt(name), as);

      expect(await barriersIn(reading)).toEqual([]);
      const wider = await reading.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([wider, reading.troubles]).toEqual([0, []]);
      await reading.page.close();
    },
  );

  it.each([
    ['index.html', 'overview calendars findings conditions'],
    ['alpha/index.html', 'overview calendar trends resources'],
  ])('shows each view of %s at its link, without a script too', async (name, views) => {
    const reading = await browser.read(pageAt(name), { isWithoutScript: true });
    for (const view of views.split(' ')) {
      await reading.open(view);
      const top = (await reading.page.locator(`#${view}`).boundingBox())?.y;
      expect([view, Math.abs(top ?? 9999) < 900]).toEqual([view, true]);
    }
    expect(reading.troubles).toEqual([]);
    await reading.page.close();
  });

  it.each(['index.html', 'alpha/index.html'])(
    'draws every chart of %s whole on a telephone',
    async (name) => {
      const { page } = await browser.read(pageAt(name), { width: 390 });

      expect(await cutIn(page)).toEqual([]);
      await page.close();
    },
  );

  it('links to pages that are there, and to places that are in them', () => {
    for (const name of ['index.html', 'alpha/index.html', 'beta/index.html', 'gamma/index.html']) {
      const links = [...pageAt(name).matchAll(/ href="(\.[^"]*)"/g)].map(([, to = '']) => to.split('#'));
      expect(links.length).toBeGreaterThan(0);
      for (const [path = '', hash] of links) {
        const file = join(out, dirname(name), path);
        expect([name, path, existsSync(file)]).toEqual([name, path, true]);
        if (hash !== undefined) expect(readFileSync(file, 'utf8')).toContain(`id="${hash}"`);
      }
    }
  });
});
