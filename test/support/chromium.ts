/** The system's Chromium, as a reader of pages: from a file, with nobody to ask. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { IS_FULL } from './tier.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const found = NAMES.find((name) => spawnSync(name, ['--version']).status === 0);

/** Whether what it judges has to be skipped; says what, if so. */
export function isWithoutChromium(what: string): boolean {
  if (found === undefined) console.warn(`SKIPPED ${what}: there is none of ${NAMES.join(', ')} here`);
  return found === undefined;
}

/** Starts it. Close it when done. */
export function launchChromium(): Promise<Browser> {
  const executablePath = spawnSync('which', [String(found)], { encoding: 'utf8' }).stdout.trim();
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

export interface Reading {
  readonly page: Page;
  /** What went wrong: errors, dialogs, and requests of anything but the file itself. */
  readonly troubles: readonly string[];
  /** Opens it at a link. */
  open(hash: string): Promise<void>;
}

export interface ReadAs {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly isWithoutScript?: boolean;
}

/** Starts the browser; `read` opens a page from a file. Close it when done. */
export async function openChromium() {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-pages-'));
  const browser = await launchChromium();
  let pages = 0;
  return {
    read: (html: string, as: ReadAs = {}) => {
      const file = join(folder, `page-${pages++}.html`);
      writeFileSync(file, html);
      return readPage(browser, pathToFileURL(file).href, as);
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readPage(browser: Browser, url: string, as: ReadAs): Promise<Reading> {
  const { width = 1440, scheme = 'light', isWithoutScript = false } = as;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: !isWithoutScript,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('dialog', (dialog) => {
    troubles.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url) troubles.push(`a request: ${request.url()}`);
  });
  await page.goto(url);
  return { page, troubles, open: async (hash) => void (await page.goto(`${url}#${hash}`)) };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Returns what keeps people from reading a page, each with where. In the fast tier colours are looked at in its beginning alone:
 * of every word that takes half a minute.
 */
export async function barriersIn({ page }: Reading): Promise<readonly string[]> {
  // By the debugger and not as a script of the page, whose policy lets none in.
  await page.evaluate(axe);
  return page.evaluate(async (isFull) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const colours = { runOnly: ['color-contrast'] };
    const found = isFull
      ? [await axe.run(document, {})]
      : [
          await axe.run(document, { rules: { 'color-contrast': { enabled: false } } }),
          await axe.run({ include: ['header', 'nav', '.banner', '#overview > *'] }, colours),
        ];
    return found
      .flatMap(({ violations }) => violations)
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html }) => html)
            .join(' | ')}`,
      );
  }, IS_FULL);
}

/** Returns what of the charts that are seen, and of their legends, stands beyond the edge of its figure. */
export const cutIn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('figure')].flatMap((figure) => {
      const { left, right } = figure.getBoundingClientRect();
      return [...figure.querySelectorAll('svg text, svg rect, .legend li')].flatMap((each) => {
        const box = each.getBoundingClientRect();
        const isCut = box.width > 0 && (box.left < left - 1 || box.right > right + 1);
        return isCut && each.checkVisibility()
          ? [`${figure.textContent?.slice(0, 30)}: ${each.textContent}`]
          : [];
      });
    }),
  );

/** Returns what is wider than a sheet of A4 within its margins, and so is cut there. */
export async function cutOnPaper(page: Page): Promise<readonly string[]> {
  await page.setViewportSize({ width: 688, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  return page.evaluate(() =>
    [...document.querySelectorAll('.scroll, .plot, .command pre, .numbers')].flatMap((each) =>
      each.checkVisibility() && each.scrollWidth > each.clientWidth + 2
        ? [`${each.ariaLabel ?? each.className}: ${each.scrollWidth} of ${each.clientWidth}`]
        : [],
    ),
  );
}

interface Axe {
  run(
    context: unknown,
    options: object,
  ): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
}
