/** `report --serve` as a process of its own: killed between, with a client that never ends, and walked through in Chromium. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approval } from '../../schemas/approval.ts';
import { reportServeDocument } from '../../schemas/commands/report-serve.ts';
import { sha256 } from '../../src/evidence/canonical.ts';
import { barriersIn, isWithoutChromium, launchChromium } from '../support/chromium.ts';
import { CLI } from '../support/cli.ts';
import { KEY_FILE, storeToExport } from '../support/exported.ts';
import { CONNECTION, type SealedStore } from '../support/sealed-store.ts';
import { accessesOf } from '../support/served.ts';

let store: SealedStore;
let started: ChildProcess[] = [];
beforeEach(() => {
  store = storeToExport();
});
afterEach(async () => {
  for (const child of started)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  started = [];
  store.dispose();
});

/** Starts it, and returns what it printed once it listens. */
async function start(...args: readonly string[]) {
  const given = ['report', '--serve', '--json', '--store', '.', '--key', KEY_FILE, ...args];
  const child = spawn(process.execPath, [CLI, ...given], {
    cwd: store.root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) break;
  }
  return { child, ...reportServeDocument.parse(JSON.parse(text)) };
}

const ask = (url: string, cookie = '') =>
  new Promise<{ status: number; cookie: string; body: Buffer }>((done, fail) => {
    get(url, { headers: { cookie }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          cookie: String(response.headers['set-cookie'] ?? '').split(';')[0] ?? '',
          body: Buffer.concat(chunks),
        }),
      );
    }).on('error', fail);
  });

describe('a process that serves', () => {
  it.each([
    ['SIGINT', 0],
    ['SIGTERM', 0],
  ] as const)('ends on %s with %i', async (signal, code) => {
    const { child } = await start();

    child.kill(signal);

    expect(await once(child, 'exit')).toEqual([code, null]);
  });

  it('has written down what it handed out when it is killed in the moment in which it does', async () => {
    const { child, link } = await start();
    const { cookie } = await ask(link);
    const path = `/snapshots/${CONNECTION}/1/1/files/data/resources/users.jsonl`;
    const bytes = store.read(`${store.bag(1)}/data/resources/users.jsonl`);

    // With the first byte of the answer.
    await new Promise<void>((done) => {
      get(new URL(path, link), { headers: { cookie }, agent: false }, () => {
        child.kill('SIGKILL');
        done();
      }).on('error', () => done());
    });
    await once(child, 'exit');

    expect(accessesOf(store).at(-1)?.what).toEqual({
      kind: 'file',
      name: path,
      bytes: bytes.length,
      sha256: sha256(bytes),
    });
  });

  it('lets nobody in by what an earlier one gave, and begins a session of its own', async () => {
    const first = await start();
    const { cookie } = await ask(first.link);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const { pathname } = new URL(first.link);

    const again = await start();
    const at = new URL(again.link).origin;
    expect((await ask(at + pathname)).status).toBe(403);
    const name = `segment-evidence-${new URL(again.link).port}`;
    expect((await ask(`${at}/`, cookie.replace(/^[^=]*/, name))).status).toBe(403);
    expect(new Set(accessesOf(store).map(({ session }) => session)).size).toBe(2);
  });

  it('lets go a client that never ends its request, and answers others meanwhile', async () => {
    const { link } = await start();
    const { cookie } = await ask(link);
    const { port, origin } = new URL(link);
    const slow = connect(Number(port), '127.0.0.1');
    slow.write(`GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`);
    slow.on('data', () => undefined);
    slow.on('error', () => undefined);

    expect((await ask(`${origin}/`, cookie)).status).toBe(200);
    await once(slow, 'close');
  }, 30_000);
});

const isSkipped = isWithoutChromium('approving in Chromium');

describe.skipIf(isSkipped)('in Chromium', () => {
  it('a reviewer reads, takes a file, approves, and finds it in the period', async () => {
    const { link } = await start();
    const browser = await launchChromium();
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(link).origin)) troubles.push(`a request: ${request.url()}`);
    });
    const barriers = () => barriersIn({ page, troubles, open: async () => undefined });

    await page.goto(link);
    await page.waitForURL(`${new URL(link).origin}/`);
    expect(await barriers()).toEqual([]);

    const run = page.getByRole('row').filter({ hasText: '2026-11-23' });
    await run.getByRole('link', { name: 'page', exact: true }).click();
    await page.waitForURL(/snapshots\/golden\/1\/1$/);
    const seen = await page.title();
    await page.goBack();
    await run.getByRole('link', { name: 'approve', exact: true }).click();
    await page.waitForURL(/\/approve$/);
    expect(await barriers()).toEqual([]);
    await page.getByLabel(/Your name/).fill('Ada Lovelace');
    await page.getByLabel(/Comment/).fill('<b>Seen</b>');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('cell', { name: 'Ada Lovelace' }).waitFor();

    await page.goto(`${new URL(link).origin}/snapshots/golden/1/1/files`);
    expect(await barriers()).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'data/resources/users.jsonl' }).click(),
    ]);
    await page.goto(`${new URL(link).origin}/`);
    await page.getByRole('button', { name: 'Page of the period' }).click();
    await page.waitForURL(/\/periods\/golden\?from=2026-11-22&to=2026-11-25$/);
    expect(await page.getByRole('cell', { name: 'Ada Lovelace' }).count()).toBeGreaterThan(0);

    expect(troubles).toEqual([]);
    expect([seen.length > 0, download.suggestedFilename()]).toEqual([true, 'users.jsonl']);
    const [kept] = [...store.files()].flatMap(([path, bytes]) =>
      path.startsWith('approvals/') ? [approval.parse(JSON.parse(String(bytes)))] : [],
    );
    expect([kept?.by.name, kept?.comment]).toEqual(['Ada Lovelace', '<b>Seen</b>']);
    expect(kept?.seen.page).toBe(accessesOf(store).find(({ what }) => what.kind === 'snapshot')?.what.sha256);
    await browser.close();
  }, 180_000);

  it('whoever follows the link from a page of another site gets in all the same', async () => {
    const { link } = await start();
    const browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(`data:text/html,<a href="${link}">here</a>`);

    await page.getByRole('link').click();
    await page.waitForURL(`${new URL(link).origin}/`);

    expect(await page.getByRole('heading', { name: 'Sealed evidence' }).count()).toBe(1);
    await browser.close();
  }, 60_000);
});
