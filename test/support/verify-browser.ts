/** verify.html in the system's Chromium, from a file, with nobody to ask: a folder is dropped, and the verdict read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CDPSession, Page } from 'playwright-core';
import { verifyDocument } from '../../src/report/verify/document.ts';
import type { VerifyInput } from '../../src/verify/verify.ts';
import { launchChromium } from './chromium.ts';

/** What is handed to the page beside the folder. */
export interface HeldFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What the page says. */
export interface Said {
  readonly exitCode: number;
  readonly json: {
    readonly schema: string;
    readonly exitCode: number;
    readonly stores: readonly {
      readonly failures: readonly {
        readonly code: string;
        readonly where: string;
        readonly message: string;
      }[];
      readonly notes: readonly { readonly kind: string }[];
    }[];
  };
  readonly text: string;
}

export interface VerifyPage {
  readonly page: Page;
  /** What went wrong: errors of the page or of its policy, and requests of anything but the file itself. */
  readonly troubles: readonly string[];
  /** Opens the page anew. */
  reload(): Promise<void>;
  /** Drops a folder or a file on the field for folders, or on another place. */
  drop(path: string, at?: string): Promise<void>;
  /** Chooses a folder there, as the button does. */
  choose(path: string): Promise<void>;
  /** Chooses a ZIP file in the field for it. */
  chooseArchive(path: string): Promise<void>;
  hold(files: readonly HeldFile[]): Promise<void>;
  /** Presses the button, and waits for what the page says. */
  check(): Promise<Said>;
  close(): Promise<void>;
}

/** Opens the page, or another one with the form in it, whose clock says `now`; from the file `at`, where there is one. */
export async function openVerifyPage(
  now = new Date('2026-12-01T00:00:00Z'),
  html = verifyDocument(),
  at?: string,
): Promise<VerifyPage> {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-verify-page-'));
  const file = at ?? join(folder, 'verify.html');
  if (at === undefined) writeFileSync(file, html);
  const browser = await launchChromium();
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  const troubles: string[] = [];
  const { href } = pathToFileURL(file);
  page.on('console', (message) => void troubles.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => void troubles.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== href) troubles.push(`a request: ${request.url()}`);
  });
  await page.clock.setFixedTime(now);
  const reload = async () => void (await page.goto(href));
  await reload();
  return {
    page,
    troubles,
    reload,
    drop: (path, at = '#folder') => drop(page, session, path, at),
    chooseArchive: (path) => page.setInputFiles('#archive', path),
    choose: (path) => page.setInputFiles('#folder', path),
    hold: async (files) => {
      const given = files.map(({ name, bytes }) => ({ name, mimeType: 'text/plain', buffer: bytes }));
      await page.setInputFiles('#files', given);
      if (files.length > 0)
        await page
          .locator('#drop-held .held li')
          .nth(files.length - 1)
          .waitFor();
    },
    check: () => check(page),
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As a file manager drops it. */
async function drop(page: Page, session: CDPSession, path: string, at: string): Promise<void> {
  await page.locator(at).scrollIntoViewIfNeeded();
  const { x, y } = (await page.locator(at).boundingBox()) ?? { x: 0, y: 0 };
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: x + 20, y: y + 20, data });
}

async function check(page: Page): Promise<Said> {
  await page.getByRole('button', { name: 'Check the evidence' }).click();
  const verdict = page.locator('[data-exit]');
  const stopped = page.locator('section .banner[role=alert]');
  await verdict.or(stopped).first().waitFor();
  if (await stopped.isVisible()) throw new Error(`the page stopped: ${await stopped.textContent()}`);
  return {
    exitCode: Number(await verdict.getAttribute('data-exit')),
    json: JSON.parse(await page.locator('#json').inputValue()),
    text: (await page.locator('#text').textContent()) ?? '',
  };
}

/** Returns what a verifier is given in code, as the files that it would come in; `undefined` where the page takes no such thing. */
export function heldFilesOf({
  keys,
  receipts,
  authorities,
  stamps,
  ...others
}: Partial<VerifyInput>): readonly HeldFile[] | undefined {
  if (Object.values(others).some((value) => value !== undefined)) return undefined;
  const pem = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }) =>
    Buffer.from(key.export({ type: 'spki', format: 'pem' }));
  return [
    ...(keys ?? []).map(({ publicKey }, index) => ({ name: `key-${index}.pub.pem`, bytes: pem(publicKey) })),
    ...(receipts ?? []).map(({ where, text }) => ({ name: where, bytes: Buffer.from(text) })),
    ...(authorities ?? []).map((each, index) => ({
      name: `ca-${index}.pem`,
      bytes: Buffer.from(each.toString()),
    })),
    ...(stamps ?? []).map(({ where, bytes }) => ({ name: where, bytes: Buffer.from(bytes) })),
  ];
}
