/** `report --serve`: who is let in, what a reviewer is shown, and what is written down of it. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { sha256 } from '../../src/evidence/canonical.ts';
import { LINK_MINUTES } from '../../src/service/reading/gate.ts';
import { runIn } from '../support/exported.ts';
import { textOf } from '../support/page-facts.ts';
import { CONNECTION } from '../support/sealed-store.ts';
import { NOON, ownStore, RUN, serve, servedStores } from '../support/served.ts';
import { verifySealed } from '../verify/tampering/row.ts';

const scene = servedStores();
beforeEach(scene.begin);
afterEach(scene.end);

describe('the link', () => {
  it('lets in whoever opens it first, and nobody again', async () => {
    const served = await scene.start();
    const first = await served.ask(new URL(served.link).pathname);
    const again = await served.ask(new URL(served.link).pathname);

    expect(String(first.headers['set-cookie'])).toMatch(
      /^segment-evidence-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    expect([first.status, again.status, again.headers['set-cookie']]).toEqual([200, 403, undefined]);
    expect((await served.ask('/')).status).toBe(403);
    expect(
      (
        await served.ask('/', {
          headers: { cookie: String(first.headers['set-cookie']).split(';')[0] ?? '' },
        })
      ).status,
    ).toBe(200);
  });

  it('opens nothing once its time is over', async () => {
    let now = NOON;
    const served = await scene.start({ now: () => now });
    now = new Date(NOON.getTime() + LINK_MINUTES * 60_000);

    expect((await served.ask(new URL(served.link).pathname)).status).toBe(403);
  });

  it('is not used up by who fetches ahead or only looks', async () => {
    const served = await scene.start();
    const { pathname } = new URL(served.link);
    await served.ask(pathname, { method: 'HEAD' });
    await served.ask(pathname, { headers: { 'sec-purpose': 'prefetch;prerender' } });

    expect((await served.ask(pathname)).status).toBe(200);
  });

  it('is said once, with how long it opens, on 127.0.0.1', async () => {
    const { link, said } = await scene.start();

    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}$/);
    expect(said.text).toContain(`in the next ${LINK_MINUTES} minutes`);
    expect(said.json['expiresAt']).toBe('2026-11-26T12:15:00.000Z');
  });
});

describe('a reviewer', () => {
  it('sees all connections and runs, with what is missing in each', async () => {
    const { text } = await (await scene.start()).read('/');

    for (const seq of [0, 1, 2, 3]) expect(text).toContain(`href="/snapshots/${CONNECTION}/1/${seq}"`);
    expect(textOf(text)).toContain('the newest run is failed');
    expect(textOf(text)).toMatch(/users(?:, [a-z-]+)*: denied \(scope\)/);
  });

  it('sees the page of a snapshot as report writes it, byte for byte', async () => {
    const served = await scene.start();
    const { body } = await served.read(RUN);

    const { stdout } = await runIn(
      scene.store.root,
      'report',
      '1',
      '--out',
      'p',
      '--store',
      scene.store.root,
      '--key',
      'key.pem',
      '--json',
    );
    const [page] = JSON.parse(stdout).pages;
    expect(body.equals(readFileSync(`${scene.store.root}/${page.file}`))).toBe(true);
    expect(served.accesses().at(-1)?.what).toEqual({
      kind: 'snapshot',
      name: RUN,
      bytes: page.bytes,
      sha256: page.sha256,
    });
  });

  it('sees the page of a period', async () => {
    const { status, text } = await (await scene.start()).read(
      `/periods/${CONNECTION}?from=2026-11-22&to=2026-11-25`,
    );

    expect([status, textOf(text)]).toEqual([200, expect.stringContaining('Period of a Segment workspace')]);
  });

  it('takes files away as they were signed, to be kept and not to be shown', async () => {
    const served = await scene.start();
    const { text } = await served.read(`${RUN}/files`);
    const addresses = [...text.matchAll(/href="([^"]*\/files\/[^"]*)"/g)].map(([, address = '']) => address);

    expect(addresses.length).toBeGreaterThan(5);
    for (const address of addresses) {
      const { status, headers, body } = await served.read(address);
      const name = address.slice(`${RUN}/files/`.length);
      const path = name.startsWith('chain/') ? name : `${scene.store.bag(1)}/${name}`;
      expect([status, body.equals(scene.store.read(path))]).toEqual([200, true]);
      expect(headers['content-disposition']).toBe(`attachment; filename="${name.split('/').at(-1)}"`);
      expect(headers['content-type']).toMatch(/^application\/(json|jsonl|x-ndjson)/);
      expect(served.accesses().at(-1)?.what).toEqual({
        kind: 'file',
        name: address,
        bytes: body.length,
        sha256: sha256(body),
      });
    }
  });

  const SPOILT: readonly (readonly [string, string, () => void])[] = [
    [
      'a file whose bytes were changed',
      `${RUN}/files/data/resources/users.jsonl`,
      () => scene.store.replace(`${scene.store.bag(1)}/data/resources/users.jsonl`, '"', "'"),
    ],
    [
      'a file that is gone',
      `${RUN}/files/data/resources/users.jsonl`,
      () => scene.store.remove(`${scene.store.bag(1)}/data/resources/users.jsonl`),
    ],
    [
      'a manifest that was changed',
      `${RUN}/files/evidence-manifest.json`,
      () => scene.store.replace(`${scene.store.bag(1)}/evidence-manifest.json`, 'manifest', 'manifesT'),
    ],
    [
      'a page of changed bytes',
      RUN,
      () => scene.store.replace(`${scene.store.bag(1)}/data/resources/users.jsonl`, '"', "'"),
    ],
    [
      'the form of a run of a changed chain',
      `${RUN}/approve`,
      () => scene.store.replace('chain/001/000000000001.sigstore.json', '"sig":"M', '"sig":"N'),
    ],
    [
      'the page of a run of a changed chain',
      RUN,
      () => scene.store.replace('chain/001/000000000001.sigstore.json', '"sig":"M', '"sig":"N'),
    ],
    [
      'a file of a run whose record is gone',
      `${RUN}/files/evidence-manifest.json`,
      () => scene.store.remove('chain/001/000000000001.sigstore.json'),
    ],
  ];

  it.each(SPOILT)('is not shown %s', async (_what, path, spoil) => {
    const served = await scene.start();
    spoil();

    const { status, text } = await served.read(path);

    expect([status, text]).toEqual([409, expect.stringMatching(/^Not shown: /)]);
    expect(served.accesses().map(({ what }) => what.kind)).toEqual(['start']);
  });

  it.each(SPOILT)('is not shown %s, though it held when it was opened before', async (_what, path, spoil) => {
    const served = await scene.start();
    const before = await served.read(path);
    spoil();

    expect([before.status, (await served.read(path)).status]).toEqual([200, 409]);
  });

  it('is told of a connection that cannot be vouched for, and shown nothing of it', async () => {
    const served = await scene.start();
    scene.store.replace('chain/001/000000000001.sigstore.json', '"sig":"M', '"sig":"N');

    const { text } = await served.read('/');
    expect(textOf(text)).toContain(
      'Of a connection, the newest run was not read whole, or cannot be verified, or is not there.',
    );
    expect(textOf(text)).toContain('read snapshot: segment-evidence/v1/golden/chain/');
    expect(text).not.toContain('href="/snapshots');
  });
});

describe('what is shown is written down before it is sent', () => {
  const FULL = new StoreError({
    code: 'WRITE_FAILED',
    key: 'accesses',
    message: 'store: expected to write it, got ENOSPC',
  });

  it('or it is not shown', async () => {
    const own = ownStore(scene.store);
    let isFull = false;
    const served = await scene.start({
      store: { ...own, put: (key, content) => (isFull ? Promise.reject(FULL) : own.put(key, content)) },
    });
    await served.cookie();
    isFull = true;

    for (const path of [
      '/',
      RUN,
      `${RUN}/files`,
      `${RUN}/files/evidence-manifest.json`,
      `/periods/${CONNECTION}?from=2026-11-22&to=2026-11-25`,
    ]) {
      const { status, text } = await served.read(path);
      expect([path, status, text]).toEqual([path, 503, expect.stringMatching(/^Not shown: .*ENOSPC/)]);
    }
  });

  it('so a store that lets nobody write is not served, and it is said why', async () => {
    const own = ownStore(scene.store);

    await expect(scene.start({ store: { ...own, put: () => Promise.reject(FULL) } })).rejects.toThrow(
      /expected to write down what is shown, got a store that lets nobody/,
    );
  });

  it('and verify knows these files', async () => {
    const served = await scene.start();
    await served.read(RUN);

    const { failures, notes } = await verifySealed(scene.store);
    expect([failures, JSON.stringify(notes).includes('accesses')]).toEqual([[], false]);
  });

  it('under a number that nobody has used, whatever lies there', async () => {
    const served = await scene.start();
    for (const path of ['/', RUN, '/', RUN]) await served.read(path);

    const numbers = served.accesses().map(({ number }) => number);
    expect(numbers).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(served.accesses().map(({ session }) => session)).size).toBe(1);
  });
});

describe('the command', () => {
  const asked = (...args: readonly string[]) =>
    runIn(scene.store.root, 'report', ...args, '--store', scene.store.root, '--key', 'key.pem', '--json');

  it.each<readonly [string, readonly string[], RegExp]>([
    ['a snapshot', ['1', '--serve'], /expected all snapshots, got one/],
    ['a folder', ['--serve', '--out', 'p'], /expected no --out/],
    ['a period of nobody', ['--serve', '--from', '2026-11-22', '--to', '2026-11-25'], /expected --auditor/],
    ['an auditor without a period', ['--serve', '--auditor'], /expected --from and --to with --auditor/],
    ['an auditor without an end', ['--serve', '--auditor', '--from', '2026-11-22'], /not both/],
    ['a site', ['--serve', '--site'], /--site: expected pages to write, got --serve/],
    ['a receipt', ['--serve', '--receipt', 'kept.txt'], /expected no --receipt/],
    ['an auditor of nothing', ['--auditor'], /--auditor: expected --serve/],
    ['no port', ['--serve', '70000'], /expected a port from 1 to 65535/],
  ])('refuses %s', async (_what, args, message) => {
    const { code, stdout } = await asked(...args);

    expect([code, JSON.parse(stdout).message]).toEqual([2, expect.stringMatching(message)]);
  });

  it('shows the name of a folder that somebody put there as text, on the terminal too', async () => {
    scene.store.write('../\u001b[2Jevil\u202e/x', 'x');
    const { said } = await scene.start({ names: [CONNECTION, '\u001b[2Jevil\u202e'] });
    const { code, stderr } = await runIn(scene.store.root, 'report', '--store', '.', '--key', 'key.pem');

    expect([said.text.split('\n')[0], code, stderr]).toEqual([
      expect.stringContaining(`pages of ${CONNECTION}, \uFFFD[2Jevil\uFFFD on`),
      2,
      expect.stringContaining('\uFFFD[2Jevil\uFFFD'),
    ]);
  });

  it('says so where the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as AddressInfo;

    const { code, stdout } = await asked('--serve', String(port));

    expect([code, JSON.parse(stdout).message]).toEqual([
      2,
      expect.stringMatching(/expected a free port on 127\.0\.0\.1, got EADDRINUSE/),
    ]);
    other.close();
  });

  it('ends with 0 when it is asked to stop, and lets nobody in any more', async () => {
    const served = await serve(scene.store);
    const cookie = await served.cookie();

    expect((await served.stop()).exitCode).toBe(0);
    await expect(served.ask('/', { headers: { cookie } })).rejects.toThrow(/ECONNREFUSED/);
  });
});
