/** `report --serve`: what is asked by whoever should not, and how every answer is kept from others. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONNECTION } from '../support/sealed-store.ts';
import { RUN, type Served, servedStores } from '../support/served.ts';

const scene = servedStores();
beforeEach(scene.begin);
afterEach(scene.end);

describe('hostile requests', () => {
  const host = (name: string) => ({ headers: { host: name } });

  it.each<readonly [string, (served: Served) => Parameters<Served['read']>, number]>([
    ['another name that leads here', () => ['/', host('evil.example')], 421],
    ['another name with our port', ({ port }) => ['/', host(`evil.example:${port}`)], 421],
    ['a name that begins like ours', ({ port }) => ['/', host(`127.0.0.1.evil.example:${port}`)], 421],
    ['our name with another port', () => ['/', host('127.0.0.1:1')], 421],
    ['a deletion', () => ['/', { method: 'DELETE' }], 405],
    ['a put', () => [RUN, { method: 'PUT' }], 405],
    ['a form where there is none', ({ origin }) => ['/', { method: 'POST', headers: { origin } }], 415],
    ['an address of another host', () => ['http://evil.example/', {}], 400],
    ['an address that cannot be decoded', () => ['/%zz', {}], 400],
    ['a way up', () => ['/../../etc/passwd', {}], 404],
    [
      'a way up that is encoded',
      () => [`/snapshots/${CONNECTION}/1/1/files/%2e%2e%2f%2e%2e%2fchain`, {}],
      404,
    ],
    ['a way up that is encoded twice', () => [`${RUN}/files/%252e%252e/x`, {}], 404],
    ['a way up among the files', () => [`${RUN}/files/data/../../../../../keys/signing-key.pem`, {}], 404],
    ['a way up by backslashes', () => [`${RUN}/files/..%5c..%5cx`, {}], 404],
    ['a file that is not of the run', () => [`${RUN}/files/bag-info.txt`, {}], 404],
    ['a file with an end of its own', () => [`${RUN}/files/evidence-manifest.json%00.txt`, {}], 404],
    ['a connection that there is not', () => ['/snapshots/other/1/1', {}], 404],
    ['a connection by a way up', () => [`/snapshots/..%2f${CONNECTION}/1/1`, {}], 404],
    ['a run that there is not', () => [`/snapshots/${CONNECTION}/1/9`, {}], 404],
    ['a number that is none', () => [`/snapshots/${CONNECTION}/1/1e0`, {}], 404],
    ['what is kept of who looked', () => [`/snapshots/${CONNECTION}/1/1/files/accesses`, {}], 404],
    [
      'a picture in the page of another port',
      () => [
        RUN,
        {
          headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
        },
      ],
      403,
    ],
    [
      'a frame in the page of another site',
      () => [
        RUN,
        {
          headers: {
            'sec-fetch-site': 'cross-site',
            'sec-fetch-mode': 'navigate',
            'sec-fetch-dest': 'iframe',
          },
        },
      ],
      403,
    ],
    ['a day that is none', () => [`/periods/${CONNECTION}?from=2026-13-45&to=2026-11-25`, {}], 400],
    ['a period to come', () => [`/periods/${CONNECTION}?from=2036-11-22&to=2036-11-25`, {}], 400],
    ['a period since the year 1', () => [`/periods/${CONNECTION}?from=0001-01-01&to=2026-11-25`, {}], 400],
    ['a period without an end', () => [`/periods/${CONNECTION}?from=2026-11-22`, {}], 400],
  ])('%s: refused', async (_what, asked, status) => {
    const served = await scene.start();

    const got = await served.read(...asked(served));

    expect(got.status).toBe(status);
    // Nothing of the evidence is in a refusal, and nothing was handed out.
    expect(got.text).not.toMatch(/workspace|users|sha256/);
    expect(served.accesses().map(({ what }) => what.kind)).toEqual(['start']);
  });

  it.each([
    ['no cookie', undefined],
    ['an empty one', (name: string) => `${name}=`],
    ['a guessed one', (name: string) => `${name}=${'A'.repeat(43)}`],
    ['the link itself', (name: string, link: string) => `${name}=${link}`],
    ['a name alone', (name: string) => name],
  ])('%s: not let in, at any address', async (_what, cookie) => {
    const served = await scene.start();
    const name = (await served.cookie()).split('=')[0] ?? '';
    const link = served.link.split('/').at(-1) ?? '';
    const headers = cookie === undefined ? {} : { cookie: cookie(name, link) };

    for (const path of [
      '/',
      RUN,
      `${RUN}/files`,
      `${RUN}/approve`,
      `/periods/${CONNECTION}?from=2026-11-22&to=2026-11-25`,
      '/none',
    ])
      expect([path, (await served.ask(path, { headers })).status]).toEqual([path, 403]);
  });

  it('not of HTTP, of two hosts or of none: refused, and others are answered', async () => {
    const served = await scene.start();

    expect(await served.raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await served.raw('GET / HTTP/1.1\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await served.raw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421/);
    const two = `GET / HTTP/1.1\r\nhost: 127.0.0.1:${served.port}\r\nhost: evil.example\r\nconnection: close\r\n\r\n`;
    expect(await served.raw(two)).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect((await served.read('/')).status).toBe(200);
  });
});

describe('every answer', () => {
  it('says that nobody else may frame, keep or guess it', async () => {
    const served = await scene.start();

    for (const path of [
      '/',
      RUN,
      `${RUN}/files`,
      `${RUN}/approve`,
      `${RUN}/files/evidence-manifest.json`,
      '/none',
    ]) {
      const { headers } = await served.read(path);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'$/),
      });
      expect(String(headers['content-security-policy'])).not.toMatch(/unsafe|\*|https?:/);
    }
  });
});
