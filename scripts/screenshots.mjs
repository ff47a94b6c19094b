/**
 * Draws the pictures of README: pages of the simulated workspace as Chromium of this system shows them, into docs/images.
 * By hand, after a page has changed its looks: `npm run screenshots`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, 'docs/images');
const COMMAND = join(ROOT, 'dist/segment-evidence.mjs');

/** File, link into the page, how it is read. */
const PICTURES = [
  ['overview', '', { viewport: { width: 1440, height: 900 } }],
  ['data-flows', '#flows', { viewport: { width: 1440, height: 840 } }],
];

const folder = mkdtempSync(join(tmpdir(), 'evidence-screenshots-'));
try {
  await draw(demoPage());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function demoPage() {
  const args = [COMMAND, 'demo', '--dir', join(folder, 'demo'), '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder });
  const page = status === 0 ? JSON.parse(stdout).page : null;
  if (page === null) throw new Error(`demo: expected a page, got exit code ${status}\n${stderr}`);
  return pathToFileURL(resolve(folder, page)).href;
}

async function draw(url) {
  const name = ['chromium', 'chromium-browser', 'google-chrome'].find(
    (each) => spawnSync(each, ['--version']).status === 0,
  );
  if (name === undefined) throw new Error('screenshots: expected Chromium on the PATH, found none');
  const executablePath = spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  mkdirSync(OUT, { recursive: true });
  for (const [picture, link, as] of PICTURES) {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...as });
    const page = await context.newPage();
    await page.goto(`${url}${link}`);
    await page.screenshot({ path: join(OUT, `${picture}.png`) });
    await context.close();
  }
  await browser.close();
}
