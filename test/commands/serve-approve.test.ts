/** `report --serve`: approving by its form. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/evidence/canonical.ts';
import { textOf } from '../support/page-facts.ts';
import { CONNECTION } from '../support/sealed-store.ts';
import { FORM, filled, RUN, servedStores } from '../support/served.ts';

const scene = servedStores();
beforeEach(scene.begin);
afterEach(scene.end);

describe('approving in a browser', () => {
  it('keeps the digest of the page that was opened, and who serves beside who approves', async () => {
    const served = await scene.start();
    const { body } = await served.read(RUN);

    const { status, headers } = await served.read(
      `${RUN}/approve`,
      await filled(served, { comment: 'Seen.' }),
    );

    expect([status, headers['location']]).toEqual([303, `${RUN}/approve`]);
    const [kept] = scene.approvals();
    expect([kept?.by, kept?.comment, kept?.seen.page, kept?.snapshot.seq]).toEqual([
      { kind: 'asserted', name: 'Ada', user: 'ada' },
      'Seen.',
      sha256(body),
      1,
    ]);
    expect(textOf((await served.read(`${RUN}/approve`)).text)).toContain('Seen.');
    expect(textOf((await served.read('/')).text)).toContain('approved Ada');
  });

  it('keeps that no page was opened where its head alone was asked for', async () => {
    const served = await scene.start();
    await served.read(RUN, { method: 'HEAD' });

    await served.read(`${RUN}/approve`, await filled(served));

    expect(scene.approvals().map(({ seen }) => seen.page)).toEqual([null]);
  });

  it('keeps that no page was opened, and what was missing', async () => {
    const served = await scene.start();
    const run = `/snapshots/${CONNECTION}/1/2`;
    expect(textOf((await served.read(`${run}/approve`)).text)).toContain('Approve as not complete');

    await served.read(`${run}/approve`, await filled(served, {}, run));

    expect(scene.approvals().map(({ seen }) => [seen.page, seen.status, seen.gaps.length > 0])).toEqual([
      [null, 'partial', true],
    ]);
  });

  it.each<readonly [string, Record<string, string>, Record<string, string>, number]>([
    ['from another page', {}, { origin: 'http://evil.example' }, 403],
    ['from a page of another port', {}, { origin: 'http://127.0.0.1:1' }, 403],
    ['from a page that hides where it is', {}, { origin: 'null' }, 403],
    ['that a browser calls another’s', {}, { 'sec-fetch-site': 'same-site' }, 403],
    ['without our word', { token: '' }, {}, 403],
    ['with a guessed word', { token: 'A'.repeat(43) }, {}, 403],
    ['of another kind', {}, { 'content-type': 'text/plain' }, 415],
    ['larger than a form', { comment: 'x'.repeat(20_000) }, {}, 413],
    ['without a name', { name: ' ' }, {}, 400],
    ['with a secret', { comment: `see sgp_${'aB3'.repeat(20)}` }, {}, 400],
    ['of another page than was opened', { page: 'a'.repeat(64) }, {}, 400],
  ])('refuses a form %s, and keeps nothing', async (_what, says, headers, status) => {
    const served = await scene.start();
    const form = await filled(served, says);

    const got = await served.read(`${RUN}/approve`, { ...form, headers: { ...form.headers, ...headers } });

    expect(got.status).toBe(status);
    expect(got.text).not.toContain('aB3aB3');
    expect(scene.approvals()).toEqual([]);
  });

  it('refuses a form that says of no page where it is from', async () => {
    const served = await scene.start();
    const { body } = await filled(served);

    const got = await served.read(`${RUN}/approve`, {
      method: 'POST',
      headers: { 'content-type': FORM },
      body,
    });

    expect([got.status, scene.approvals()]).toEqual([403, []]);
  });

  it('refuses a form without an end to it before it is read to none', async () => {
    const served = await scene.start();
    const cookie = await served.cookie();
    const head = `POST ${RUN}/approve HTTP/1.1\r\nhost: 127.0.0.1:${served.port}\r\norigin: ${served.origin}\r\ncookie: ${cookie}\r\ncontent-type: ${FORM}\r\ntransfer-encoding: chunked\r\n\r\n`;

    const answer = await served.raw(`${head}${`1000\r\n${'x'.repeat(4096)}\r\n`.repeat(8)}`);

    expect(answer).toMatch(/^HTTP\/1\.1 413/);
  });

  it('refuses a snapshot whose bytes were changed since it was opened', async () => {
    const served = await scene.start();
    await served.read(RUN);
    const form = await filled(served);
    scene.store.replace(`${scene.store.bag(1)}/data/resources/users.jsonl`, '"', "'");

    expect((await served.read(`${RUN}/approve`, form)).status).toBe(409);
    expect(scene.approvals()).toEqual([]);
  });
});
